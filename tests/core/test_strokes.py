"""Strokes become what MNIST's makers would have made of them."""

from typing import Any

import numpy as np
import pytest

from dl4j_bridge import datasets
from dl4j_bridge.datasets.strokes import draw_strokes, read_strokes
from dl4j_bridge.errors import DataError

SEVEN = [[[0.2, 0.1], [0.8, 0.1], [0.4, 0.9]]]


def drawn(strokes: Any, *size: int):
    return draw_strokes(read_strokes(strokes), *size)


def moved(strokes: Any, by: tuple[float, float], scale: float = 1.0) -> Any:
    return [[[x * scale + by[0], y * scale + by[1]] for x, y in stroke] for stroke in strokes]


def box(picture) -> tuple[int, int]:
    rows, columns = np.nonzero(picture > 20)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def middle(picture):
    rows, columns = np.indices(picture.shape)
    return np.array([(picture * at).sum() / picture.sum() for at in (rows, columns)])


def test_ink_fills_20_pixels_in_its_own_proportions_with_its_mass_in_the_middle() -> None:
    picture = drawn(SEVEN)
    assert (picture.shape, picture.dtype, picture.max()) == ((28, 28), np.uint8, 255)
    height, width = box(picture)
    assert height == 20
    # Without the pen the strokes are 0.8 high, 0.6 wide.
    assert width == pytest.approx(17 * 0.6 / 0.8 + 3, abs=1)
    np.testing.assert_allclose(middle(picture), [14, 14], atol=0.51)


@pytest.mark.parametrize("scale", [0.25, 0.5, 1.0])
def test_where_and_how_large_it_was_drawn_makes_no_difference(scale: float) -> None:
    picture = drawn(moved(SEVEN, (0.0, 0.02), scale)).astype(int)
    assert np.abs(picture - drawn(SEVEN)).max() <= 40  # a grey at an edge, nothing else


def test_the_pen_is_as_broad_as_mnists() -> None:
    one = drawn([[[0.5, 0.1], [0.5, 0.9]]]) / 255
    mine = np.median(one.sum(axis=1)[one.sum(axis=1) > 0])
    digits = datasets.mnist().test
    ones = digits.x[digits.labels == 1].reshape(-1, 28, 28)
    upright = ones[(ones.sum(axis=1) > 0).sum(axis=1) <= 5]  # columns that have ink
    theirs = np.median(upright[:, 10:18].sum(axis=2))
    assert mine == pytest.approx(theirs, rel=0.25)


def test_ink_as_a_whole_is_about_as_much_as_mnists() -> None:
    ink = datasets.mnist().test.x.sum(axis=1)
    low, high = np.percentile(ink, [2, 98])
    assert low < drawn(SEVEN).sum() / 255 < high


def test_edges_are_grey_and_the_slope_is_smooth() -> None:
    picture = drawn([[[0.2, 0.1], [0.7, 0.9]]])
    assert len(np.unique(picture)) > 12  # a pen without grey has 2


@pytest.mark.parametrize("dot", [[[0.9, 0.05]], [[0.9, 0.05], [0.903, 0.05], [0.901, 0.052]]])
def test_a_dot_stays_a_dot(dot: Any) -> None:
    picture = drawn([dot])
    assert box(picture) <= (4, 4)
    np.testing.assert_allclose(middle(picture), [14, 14], atol=0.51)


def test_strokes_are_not_joined() -> None:
    picture = drawn([[[0.1, 0.1], [0.1, 0.9]], [[0.9, 0.1], [0.9, 0.9]]])
    assert picture[:, 14].max() == 0


@pytest.mark.parametrize("size", [(8, 8), (28, 28), (32, 32), (64, 48), (224, 224)])
def test_other_sizes_have_the_same_share_of_margin(size: tuple[int, int]) -> None:
    picture = drawn(SEVEN, *size)
    assert picture.shape == size
    assert box(picture)[0] == pytest.approx(min(size) * 20 / 28, abs=1.5)
    np.testing.assert_allclose(middle(picture), np.array(size) / 2, atol=0.51)


def test_points_beside_the_page_are_brought_to_its_edge() -> None:
    [stroke] = read_strokes([[[-5, 0.5], [1e300, 2]]])
    np.testing.assert_array_equal(stroke, [[0, 0.5], [1, 1]])


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        (None, "no list of strokes"),
        ({"x": 1}, "no list of strokes"),
        ([1, 2], "no list of strokes"),
        ([], "0 points"),
        ([[], []], "0 points"),
        ([[[0, 0]] * 20_001], "20,001 points"),
        ([[1]], "'1', not two numbers"),
        ([[[0.1]]], "not two numbers"),
        ([[[0.1, 0.2, 0.3]]], "not two numbers"),
        ([[["a", 0.2]]], "not two numbers"),
        ([[[None, 0.2]]], "not two numbers"),
        ([[[float("nan"), 0.2]]], "not two numbers"),
        ([[[float("inf"), 0.2]]], "not two numbers"),
        ([[[10**400, 0.2]]], "not two numbers"),
    ],
)
def test_what_is_no_drawing_is_refused(strokes: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_strokes(strokes)
