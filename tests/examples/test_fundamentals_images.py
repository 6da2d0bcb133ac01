"""Preprocessing, convolution and pooling as the text on fundamentals has them."""

from pathlib import Path

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import DataSet, ImagePreProcessingScaler
from examples.fundamentals import (
    convolution,
    convolution_sizes,
    feature_maps,
    pooling,
    preprocessing,
)
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def prepared():
    return preprocessing.run()


def test_normalizers_are_the_formulas(prepared) -> None:
    x = prepared.clouds["as measured"].astype(np.float64)
    spread = x.max(axis=0) - x.min(axis=0)
    by_hand = {
        "as measured": x,
        "mean subtracted": x - x.mean(axis=0),
        "standardised": (x - x.mean(axis=0)) / x.std(axis=0),
        "scaled to [0, 1]": (x - x.min(axis=0)) / spread,
        "scaled to [-1, 1]": 2 * (x - x.min(axis=0)) / spread - 1,
    }
    assert by_hand.keys() == prepared.clouds.keys()
    for name, wanted in by_hand.items():
        # DL4J adds 1e-5 to what it divides by; strides differ by 0.07.
        np.testing.assert_allclose(prepared.clouds[name], wanted, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1)])
def test_pixels_are_scaled_by_their_255_values(low: int, high: int) -> None:
    pixels = np.round(bridge.datasets.mnist().train.x[:5] * 255).astype(np.float32)
    data = DataSet(pixels.copy(), np.zeros((5, 1), np.float32))
    ImagePreProcessingScaler(low, high).transform(data)
    wanted = pixels / 255 * (high - low) + low
    np.testing.assert_allclose(np.array(data.getFeatures()), wanted, atol=1e-6)
    assert wanted.min() == low
    assert wanted.max() == high


def test_preprocessing_makes_learning_faster(prepared) -> None:
    first = {name: loss[0] for name, loss in prepared.losses.items()}
    assert list(first.values()) == pytest.approx([np.log(2)] * 5, rel=1e-5)
    last = {name: loss[-1] for name, loss in prepared.losses.items()}
    assert last["as measured"] > 0.65
    assert last["mean subtracted"] < 0.5
    assert last["standardised"] < 0.13
    # A few steps are enough for standardised points.
    assert prepared.losses["standardised"][5] < 1.1 * last["standardised"]
    assert min(prepared.rates, key=prepared.rates.get) == "as measured"


def test_preprocessing_picture(prepared, tmp_path: Path) -> None:
    assert is_drawn(preprocessing.draw(prepared), tmp_path)


def test_edges_by_hand_are_the_layers(tmp_path: Path) -> None:
    result = convolution.run()
    assert result.by_hand.shape == (26, 26)
    np.testing.assert_allclose(result.by_dl4j, result.by_hand, atol=1e-6)
    # By hand once more, as differences of neighbours.
    ink = result.image
    around = ink[:-2, 1:-1] + ink[2:, 1:-1] + ink[1:-1, :-2] + ink[1:-1, 2:]
    np.testing.assert_allclose(result.by_hand, around - 4 * ink[1:-1, 1:-1], atol=1e-6)
    assert np.abs(result.by_hand).max() > 1
    assert is_drawn(convolution.draw(result), tmp_path)


def test_a_layer_does_not_mirror_its_filter() -> None:
    lopsided = np.array([[1, 0], [0, 0], [0, 5]], np.float32)
    result = convolution.run(kernel=lopsided)
    np.testing.assert_allclose(result.by_dl4j, result.by_hand, atol=1e-6)
    mirrored = convolution.convolve(result.image, lopsided[::-1, ::-1])
    assert np.abs(result.by_dl4j - mirrored).max() > 1


def test_shapes_and_weights_of_the_text(tmp_path: Path) -> None:
    result = convolution_sizes.run()
    first, second = result.layers
    assert first.shape == (28, 28, 6)
    assert (first.weights // 6, first.biases // 6) == (75, 1)
    assert second.shape == (24, 24, 10)
    assert (first.weights + first.biases, second.weights + second.biases) == (456, 1510)
    assert result.ten_units == 30_720
    dense = dict(zip(result.sides, result.dense, strict=True))
    assert (dense[32], dense[200]) == (3_072, 120_000)
    assert set(result.filters) == {75}
    assert is_drawn(convolution_sizes.draw(result), tmp_path)


def test_pooling_of_the_worked_matrices(tmp_path: Path) -> None:
    first, second = result = pooling.run()
    assert first.largest.tolist() == [[6, 8], [3, 4]]
    assert second.largest.tolist() == [[4, 5], [3, 4]]
    assert first.mean.tolist() == [[3.25, 5.25], [2, 2]]
    assert second.mean.tolist() == [[2.5, 3], [1.25, 2]]
    for pooled in result:
        np.testing.assert_array_equal(pooling.largest_by_hand(pooled.matrix), pooled.largest)
        np.testing.assert_array_equal(pooling.mean_by_hand(pooled.matrix), pooled.mean)
    assert is_drawn(pooling.draw(result), tmp_path)


def test_maps_are_what_the_learnt_filters_answer(tmp_path: Path) -> None:
    result = feature_maps.run(rows=1500, test_rows=500)
    assert result.accuracy > 0.6
    shapes = [part.shape for part in result[2:]]
    assert shapes == [(8, 5, 5), (8, 24, 24), (8, 12, 12), (16, 8, 8)]
    for kernel, seen, pooled in zip(result.filters, result.maps, result.pooled, strict=True):
        answers = convolution.convolve(result.digit, kernel)
        bias = (seen - answers)[seen > 0].mean()
        np.testing.assert_allclose(seen, np.maximum(answers + bias, 0), atol=1e-5)
        np.testing.assert_array_equal(pooled, pooling.largest_by_hand(seen))
    assert is_drawn(feature_maps.draw(result), tmp_path)
