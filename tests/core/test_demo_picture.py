"""What picture a saved network takes, and what a layer's answer looks like."""

from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import DataError
from dl4j_bridge.lab.demo.layers import show
from dl4j_bridge.lab.demo.picture import Picture, picture_of
from dl4j_bridge.modelfile import LayerRow
from tests.modelfiles import conf, configuration, layer, network, saved

MODELS = Path(__file__).parents[2] / "models"
TO_PICTURES = "org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor"
LAYER_VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex"


def convolution(channels: int, **fields: Any) -> dict[str, Any]:
    return layer("ConvolutionLayer", channels, 2, kernelSize=[3, 3], hasBias=True, **fields)


def reshaping(channels: int, height: int, width: int) -> dict[str, Any]:
    sides = {"inputHeight": height, "inputWidth": width, "numChannels": channels}
    return {"@class": TO_PICTURES, **sides}


def found(folder: Path, fields: dict[str, Any], count: int, size: Any = None) -> Picture:
    return picture_of(modelfile.read(saved(folder, network(fields, count))), size)


def test_the_model_that_travels_with_the_bridge() -> None:
    assert picture_of(modelfile.read(MODELS / "lecture.zip")) == Picture(1, 28, 28)


@pytest.mark.parametrize(
    ("width", "picture"),
    [(64, Picture(1, 8, 8)), (3072, Picture(3, 32, 32)), (4, None), (49, None), (785, None)],
)
def test_a_dense_layer_takes_rows_as_long_as_a_square(
    tmp_path: Path, width: int, picture: Picture | None
) -> None:
    fields = configuration(layer("OutputLayer", width, 2))
    if picture:
        assert found(tmp_path, fields, 2 * width + 2) == picture
    else:
        with pytest.raises(DataError, match=f"takes {width} values, and no picture"):
            found(tmp_path, fields, 2 * width + 2)


def test_a_convolution_of_rows_says_its_picture(tmp_path: Path) -> None:
    fields = configuration(convolution(1), inputPreProcessors={"0": reshaping(1, 30, 40)})
    assert found(tmp_path, fields, 20) == Picture(1, 30, 40)
    fields = configuration(convolution(5), inputPreProcessors={"0": reshaping(5, 8, 8)})
    with pytest.raises(DataError, match="5×8×8"):
        found(tmp_path, fields, 92)


def test_a_convolution_of_pictures_does_not_say_their_size(tmp_path: Path) -> None:
    fields = configuration(convolution(3))
    assert found(tmp_path, fields, 56) == Picture(3, 28, 28, "NCHW")
    assert found(tmp_path, fields, 56, (32, 16)) == Picture(3, 32, 16, "NCHW")
    fields = configuration(convolution(1, cnn2dDataFormat="NHWC"))
    assert found(tmp_path, fields, 20) == Picture(1, 28, 28, "NHWC")
    with pytest.raises(DataError, match="takes 64 values"):
        found(tmp_path, configuration(convolution(64)), 2 * 64 * 9 + 2)


def graph(inputs: list[str], **preprocessor: Any) -> dict[str, Any]:
    vertex = {
        "@class": LAYER_VERTEX,
        "layerConf": conf(layer("OutputLayer", 784, 2)),
        "preProcessor": preprocessor or None,
    }
    return {
        "defaultConfiguration": {"seed": 1},
        "dataType": "FLOAT",
        "networkInputs": inputs,
        "networkOutputs": ["out"],
        "topologicalOrderStr": [*inputs, "out"],
        "vertexInputs": {"out": inputs},
        "vertices": {"out": vertex},
    }


def test_a_graph_with_one_input(tmp_path: Path) -> None:
    assert found(tmp_path, graph(["in"]), 1570) == Picture(1, 28, 28)
    said = graph(["in"], **reshaping(1, 14, 56))
    assert found(tmp_path, said, 1570) == Picture(1, 14, 56)
    with pytest.raises(DataError, match="several inputs"):
        found(tmp_path, graph(["a", "b"]), 1570)


def test_a_picture_as_each_input_holds_it() -> None:
    grey = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.testing.assert_array_equal(Picture(1, 2, 3).row(grey), [[0, 1, 2, 3, 4, 5]])
    np.testing.assert_array_equal(Picture(2, 2, 3).row(grey), [[*range(6), *range(6)]])
    assert Picture(3, 2, 3, "NCHW").row(grey).shape == (1, 3, 2, 3)
    last = Picture(3, 2, 3, "NHWC").row(grey)
    assert last.shape == (1, 2, 3, 3)
    np.testing.assert_array_equal(last[0, :, :, 1], grey)


def shown(values: Any, channels_last: bool = False) -> tuple[dict[str, Any], Any]:
    row = LayerRow("0", "layer0", "DenseLayer", 2, 3, "ReLU", None)
    fields = show(row, np.array(values, np.float32), channels_last)
    pixels = np.frombuffer(b64decode(fields["pixels"]), np.int8)
    return fields, pixels.reshape(fields["count"], fields["height"], fields["width"])


def test_units_keep_their_sign_and_their_share_of_the_peak() -> None:
    fields, pixels = shown([0.0, 2.0, -4.0])
    np.testing.assert_array_equal(pixels, [[[0, 64, -127]]])
    assert (fields["peak"], fields["shape"]) == (4.0, [3])
    assert fields["positive"] == pytest.approx(1 / 3)


def test_many_units_are_a_block_whose_end_may_be_empty() -> None:
    _, pixels = shown(np.ones(33))
    assert pixels.shape == (1, 4, 10)
    assert (pixels == 127).sum() == 33
    assert (pixels.reshape(-1)[33:] == -128).all()


def test_maps_are_pictures_of_their_own() -> None:
    maps = np.random.default_rng(0).normal(size=(70, 3, 4))
    fields, pixels = shown(maps)
    assert pixels.shape == (64, 3, 4)
    assert fields["shape"] == [70, 3, 4]
    other, last = shown(np.moveaxis(maps, 0, -1), channels_last=True)
    np.testing.assert_array_equal(last, pixels)
    assert other["shape"] == [70, 3, 4]


@pytest.mark.parametrize("values", [[0.0, 0.0], [np.nan, 0.0]])
def test_nothing_to_show(values: list[float]) -> None:
    fields, pixels = shown(values)
    assert fields["peak"] == 0
    assert not pixels.any()
