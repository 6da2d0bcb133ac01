"""Pictures of a trained network: what is drawn are the numbers."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dl4j_bridge.evaluation import Evaluation
from dl4j_bridge.lab.pictures import (
    boundary,
    calibration,
    confusion,
    diagram,
    mistakes,
    units,
    weights,
)
from dl4j_bridge.modelfile import LayerRow
from dl4j_bridge.modelfile.parameter import Parameter

from .folders import CLASSES, CONFUSION

RANDOM = np.random.default_rng(0)
EVALUATION = Evaluation(np.array(CONFUSION), CLASSES)


def written(figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def test_confusion_counts_the_mistakes() -> None:
    picture = confusion.confusion(EVALUATION)
    assert written(picture.figure) == ["40", "8", "2", "1", "49", "50"]
    assert "cat taken for dog, 8 times" in picture.alt
    assert confusion.worst_pair(Evaluation(np.diag([3, 4]), ("a", "b"))) is None


def test_the_surest_mistakes_come_first() -> None:
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.0001, 0.9999]])
    labels = np.array([0, 1, 0, 0])
    x = RANDOM.random((4, 12)).astype(np.float32)
    picture = mistakes.mistakes(x, labels, probabilities, ("$a", "b$"), (3, 2, 2))
    axes = [axis for axis in picture.figure.axes if axis.get_title()]
    assert [axis.get_title().replace("\\", "") for axis in axes] == [
        "said b$: 100.0%\nis $a: < 0.1%",
        "said b$: 80%\nis $a: 20%",
        "said $a: 60%\nis b$: 40%",
    ]
    bounds = x.min(), x.max()
    shown = axes[0].images[0].get_array()
    np.testing.assert_allclose(
        shown, (x[3].reshape(3, 2, 2).transpose(1, 2, 0) - bounds[0]) / np.ptp(bounds)
    )
    assert mistakes.mistakes(x[:1], labels[:1], probabilities[:1], "ab", (3, 2, 2)) is None


def test_a_units_weights_lie_as_its_pixels_do() -> None:
    matrix = 0.01 * RANDOM.standard_normal((6, 3))
    matrix[:, 2] = [1, 2, 3, 4, 5, 6]
    sheet = weights.of_dense(matrix, (1, 2, 3)).figure.axes[0].images[0].get_array()
    np.testing.assert_allclose(sheet[:2, :3], [[1, 2, 3], [4, 5, 6]])  # the strongest is first
    assert sheet.mask[0, 3]  # a gap


def test_filters_are_shown_channel_by_channel() -> None:
    filters = RANDOM.standard_normal((2, 3, 5, 5))
    picture = weights.of_convolution(filters, "2", first=False)
    sheet = picture.figure.axes[0].images[0].get_array()
    np.testing.assert_allclose(sheet[:5, 6:11], filters[0, 1])
    assert "on 3 channels" in picture.alt


def test_dead_units_give_the_same_whatever_they_see() -> None:
    dense = np.array([[0, 1.0, 2], [0, 3, 2]])
    assert units.dead_share(dense) == pytest.approx(2 / 3)
    maps = np.zeros((2, 4, 3, 3))
    maps[1, 2, 0, 0] = 1  # once is enough
    assert units.dead_share(maps) == pytest.approx(3 / 4)
    picture = units.activity({"0  DenseLayer": dense, "1  ConvolutionLayer": maps})
    assert "66.7% dead; 1  ConvolutionLayer: 75.0% dead" in picture.alt


def test_reliability_compares_what_was_said_with_what_is_so() -> None:
    probabilities = np.array([[0.95, 0.05], [0.91, 0.09], [0.4, 0.6], [0.38, 0.62], [0.0, 1.0]])
    found = calibration.reliability(np.array([0, 1, 1, 1, 1]), probabilities)
    np.testing.assert_array_equal(found.counts, [2, 3])
    np.testing.assert_allclose(found.said, [0.61, (0.95 + 0.91 + 1) / 3])
    np.testing.assert_allclose(found.true, [1, 2 / 3])
    assert found.error == pytest.approx((0.39 * 2 + abs(2.86 - 2)) / 5)
    assert f"{found.error:.1%}" in calibration.diagram(found).caption


def test_the_boundary_lies_where_the_answer_changes() -> None:
    x = np.array([[-1, 0], [-2, 1], [1, 0], [2, 1]], np.float32)

    def predict(places: np.ndarray) -> np.ndarray:
        return np.stack([places[:, 0] < 0, places[:, 0] >= 0], axis=1)

    picture = boundary.boundary(predict, x, np.array([0, 0, 1, 0]), ("left", "right"))
    assert "75.0% of them" in picture.alt
    left = picture.figure.axes[0].collections[0].get_paths()[0].vertices[:, 0]
    assert left.min() == pytest.approx(-2.32, abs=0.01)
    assert left.max() == pytest.approx(0, abs=0.05)


def test_the_diagram_has_a_box_a_layer_and_leads_past_what_is_skipped() -> None:
    layout = (Parameter("W", (4, 3)), Parameter("b", (3,)))
    rows = [
        LayerRow("first", "first", "DenseLayer", 4, 3, "ReLU", layout, ("in",)),
        LayerRow("second", "second", "DenseLayer", 3, 3, None, layout, ("first",)),
        LayerRow("sum", "sum", "ElementWiseVertex", None, None, None, (), ("first", "second")),
    ]
    picture = diagram.diagram(rows, {"first": (3,)}, "4 values")
    texts = [text for text in written(picture.figure) if text]
    assert texts[:5] == ["input", "4 values", "first  DenseLayer, ReLU", "gives 3", "15 parameters"]
    assert texts[-1] == "no parameters"
    assert "30 parameters in all" in picture.caption
    arrows = [text for text in picture.figure.axes[0].texts if hasattr(text, "arrow_patch")]
    assert len(arrows) == 4


def all_pictures() -> list:
    random = np.random.default_rng(1)
    probabilities = random.dirichlet([1, 1, 1], 60)
    labels, x = random.integers(0, 3, 60), random.random((60, 2))
    names = ("$^$", "c_{d}^", "\\e")
    rows = [LayerRow("0", "0", "Dense$Layer", 4, 3, "ReLU", ())]
    return [
        confusion.confusion(Evaluation(np.array(CONFUSION), names)),
        mistakes.mistakes(random.random((60, 4)), labels, probabilities, names, (1, 2, 2)),
        weights.of_dense(random.standard_normal((4, 9)), (1, 2, 2)),
        weights.of_convolution(random.standard_normal((5, 1, 3, 3)), "0", first=True),
        units.activity({"0": random.standard_normal((5, 4))}),
        calibration.diagram(calibration.reliability(labels, probabilities)),
        boundary.boundary(lambda places: np.tile([0, 1, 0], (len(places), 1)), x, labels, names),
        diagram.diagram(rows, {}, "4 values"),
    ]


def test_every_picture_is_drawn_and_told_and_the_same_again(tmp_path: Path) -> None:
    for picture, again in zip(all_pictures(), all_pictures(), strict=True):
        path = picture.save(tmp_path)
        assert path.read_bytes() == again.save(tmp_path / "again").read_bytes()
        with Image.open(path) as image:
            assert (np.asarray(image.convert("L")) < 128).mean() > 0.005
        assert picture.alt.endswith(".")
        assert picture.caption.endswith(".")
        for axis in picture.figure.axes:
            if axis.axison and axis.get_xlabel():
                assert "(" in axis.get_xlabel() or "class" in axis.get_xlabel()  # units
