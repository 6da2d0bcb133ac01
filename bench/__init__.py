"""Speed, side by side: this package, stock Deeplearning4j, PyTorch, Keras, scikit-learn."""
