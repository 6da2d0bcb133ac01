"""Misspelt names of Java, from Python."""

import pickle
from typing import Any

import jpype
import numpy as np
import pytest

from dl4j_bridge.jvm.calls.names import MissingName, full_name, short_name

ACTIVATION = "org.nd4j.linalg.activations.Activation"
BUILDER = "org.deeplearning4j.nn.conf.NeuralNetConfiguration.Builder"


@pytest.fixture(scope="module")
def builder(jvm) -> Any:
    return jpype.JClass("org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder")()


def test_a_misspelt_method_names_the_class_in_full(builder) -> None:
    with pytest.raises(AttributeError) as caught:
        builder.wieghtInit(1)
    assert str(caught.value) == (
        f"{BUILDER} has no method 'wieghtInit'. Did you mean 'weightInit'?"
    )


@pytest.mark.parametrize(
    ("java_class", "name", "words"),
    [
        (
            "org.nd4j.linalg.activations.Activation",
            "RELUU",
            "no constant 'RELUU'. Did you mean 'RELU'",
        ),
        (ACTIVATION, "relu", "Did you mean 'RELU'"),
        ("org.nd4j.linalg.factory.Nd4j", "zeroes", "no member 'zeroes'. Did you mean 'zeros'"),
        ("org.deeplearning4j.nn.conf.layers.DenseLayer", "Bulder", "Did you mean 'Builder'"),
        ("org.nd4j.linalg.factory.Nd4j", "qqqqqqqq", "no member 'qqqqqqqq'.$"),
        ("java.lang.Math", "PIE", "Did you mean 'PI'"),
    ],
)
def test_a_misspelt_name_of_a_class(jvm, java_class: str, name: str, words: str) -> None:
    with pytest.raises(AttributeError, match=words):
        getattr(jpype.JClass(java_class), name)


def test_any_java_object_explains_itself(jvm) -> None:
    with pytest.raises(AttributeError, match="Did you mean 'length'"):
        jpype.JString("text").lenght()
    with pytest.raises(AttributeError, match="Did you mean 'getMessage'"):
        jpype.JClass("java.lang.Exception")("x").getMesage()


def test_a_misspelt_field_is_refused_when_written(builder) -> None:
    point = jpype.JClass("java.awt.Point")(1, 2)
    point.x = 5
    assert point.getX() == 5.0
    with pytest.raises(AttributeError, match=r"Point has no field 'xx'\. Did you mean 'x'"):
        point.xx = 5
    with pytest.raises(AttributeError, match=r"call NeuralNetConfiguration\.Builder\.seed\(5\)"):
        builder.seed = 5


def test_python_may_ask_for_anything(builder) -> None:
    for thing in (builder, type(builder), jpype.JString("x"), jpype.JInt):
        assert not hasattr(thing, "no_such_thing")
        assert not hasattr(thing, "__array_interface__")
        assert getattr(thing, "_repr_html_", "none") == "none"
    assert np.asarray(builder, dtype=object).item() is builder
    with pytest.raises(AttributeError, match="has no attribute '__array_interface__'"):
        builder.__array_interface__  # noqa: B018


def test_pickling_fails_as_it_did(builder) -> None:
    with pytest.raises((TypeError, pickle.PicklingError)):
        pickle.dumps(builder)


def test_a_name_nobody_reads_costs_no_comparison(builder, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("dl4j_bridge.jvm.calls.names.suggest", fail)
    assert getattr(builder, "wieghtInit", None) is None


def test_the_error_is_pythons_own_kind(builder) -> None:
    with pytest.raises(MissingName) as caught:
        builder.wieghtInit  # noqa: B018
    assert isinstance(caught.value, AttributeError)
    assert caught.value.name is None  # else Python adds a guess of its own


@pytest.mark.parametrize(
    ("java_class", "full", "short"),
    [
        ("java.util.Map$Entry", "java.util.Map.Entry", "Map.Entry"),
        ("org.nd4j.linalg.api.ndarray.INDArray", None, "INDArray"),
        ("int[][]", "int[][]", "int[][]"),
        ("java.lang.String[]", "java.lang.String[]", "String[]"),
    ],
)
def test_names_for_people(java_class: str, full: str | None, short: str, jvm) -> None:
    assert full_name(jpype.JClass(java_class)) == (full or java_class)
    assert short_name(jpype.JClass(java_class)) == short
