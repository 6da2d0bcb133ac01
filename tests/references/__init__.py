"""Deeplearning4j's numbers against numpy in float64, written from the papers."""
