"""NVIDIA's graphics cards: which are here, whether Deeplearning4j can use them."""
