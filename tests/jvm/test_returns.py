"""What the translator believes about Java's methods is what the jars say."""

import pytest

import tools.make_returns as made
from dl4j_bridge.course.port.foreign import foreign_return
from dl4j_bridge.course.port.types import JavaType, parse
from dl4j_bridge.dl4j import java_class, mirror

NAMES = ("INDArray", "MultiLayerNetwork", "Evaluation", "DataSet", "Adam", "SDVariable")


@pytest.mark.parametrize("name", NAMES)
def test_results_are_those_of_the_jars(name: str) -> None:
    full = next(n for n in mirror.java_names() if n.rpartition(".")[2] == name)
    found = made._members(java_class(full).class_)
    plain = {method: kind for method, kind in found.items() if kind in made._PLAIN}
    assert plain
    for method, kind in plain.items():
        assert foreign_return(JavaType(name), method) == parse(kind), method


def test_the_table_is_small() -> None:
    assert len(made.TARGET.read_bytes()) < 112_000
