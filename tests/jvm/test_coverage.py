"""What the mirror shows, counted from the class files in the jars."""

from collections import Counter
from pathlib import Path

import pytest

import tools.mirror as made
from dl4j_bridge.dl4j import java_class, mirror
from tools.mirror.class_files import parameter_names
from tools.mirror.coverage import second_names, simple_names
from tools.mirror.surface import BESIDES, LEFT_OUT, SHOWN, Surface, sort, surface


@pytest.fixture(scope="module")
def found() -> Surface:
    return surface()


def test_every_public_class_is_shown_or_has_a_reason(found: Surface) -> None:
    assert found.forgotten == ()
    assert len(found.shown) + len(found.left_out) == 2563
    assert len(found.shown) >= 900


def test_a_class_no_table_speaks_of_is_noticed() -> None:
    names = ["org.new.Thing", "org.nd4j.evaluation.New", "org.deeplearning4j.nn.layers.New"]
    sorted_out = sort(names)
    assert sorted_out.forgotten == ("org.new.Thing",)
    assert sorted_out.shown == ("org.nd4j.evaluation.New",)
    assert dict(sorted_out.left_out) == {names[2]: "org.deeplearning4j.nn.layers.**"}


def test_no_line_of_the_tables_is_idle(found: Surface) -> None:
    assert LEFT_OUT.keys() == set(found.left_out.values())
    for root in SHOWN:
        assert any(name.startswith(f"{root}.") for name in found.shown), root


def test_names_are_what_the_jars_have(found: Surface) -> None:
    assert mirror.java_names() == sorted(simple_names(found.shown))
    assert len(mirror.java_names()) == len(BESIDES) + len(found.shown) - len(
        second_names(found.shown)
    )


def test_every_class_shown_can_be_reached(found: Surface) -> None:
    second = second_names(found.shown)
    for name in found.shown:
        word = name if name in second else name.rpartition(".")[2]
        assert str(java_class(word).class_.getName()) == name


def test_classes_left_out_can_be_reached_in_full(found: Surface) -> None:
    names = sorted(name for name, why in found.left_out.items() if "needs" not in LEFT_OUT[why])
    for name in names[::40]:
        assert str(java_class(name).class_.getName()) == name


@pytest.mark.parametrize(
    ("package", "count"),
    [
        ("org.nd4j.linalg.activations.impl", 22),
        ("org.nd4j.linalg.lossfunctions.impl", 19),
        ("org.nd4j.linalg.learning.config", 12),
        ("org.nd4j.linalg.schedule", 11),
        ("org.deeplearning4j.nn.weights", 21),
        ("org.deeplearning4j.nn.conf.distribution", 10),
        ("org.deeplearning4j.nn.conf.graph", 16),
        ("org.deeplearning4j.nn.conf.layers", 62),
        ("org.deeplearning4j.nn.conf.preprocessor", 10),
        ("org.deeplearning4j.earlystopping.scorecalc", 9),
        ("org.deeplearning4j.earlystopping.termination", 8),
        ("org.nd4j.linalg.dataset.api.preprocessor", 21),
        ("org.deeplearning4j.zoo.model", 16),
    ],
)
def test_packages_of_the_course_are_whole(found: Surface, package: str, count: int) -> None:
    packages = Counter(name.rpartition(".")[0] for name in found.shown)
    assert packages[package] == count


def test_what_is_made_from_the_jars_is_up_to_date() -> None:
    assert made.out_of_date() == [], "run python -m tools.mirror"


def test_what_is_out_of_date_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    current, changed, left_over = (tmp_path / f"{word}.pyi" for word in ("a", "b", "c"))
    for path in (current, changed, left_over):
        path.write_text("old")
    monkeypatch.setattr(made, "STUBS", tmp_path)
    monkeypatch.setattr(made, "ROOT", tmp_path)
    monkeypatch.setattr(made, "made_files", lambda: {current: "old", changed: "new"})
    assert made.out_of_date() == ["b.pyi", "c.pyi"]
    made.write()
    assert made.out_of_date() == []


def test_parameters_have_the_names_of_the_source() -> None:
    names = parameter_names("org.nd4j.linalg.learning.config.Nesterovs")
    assert names["<init>(DD)"] == ("learningRate", "momentum")
    of_interface = parameter_names("org.nd4j.linalg.api.ndarray.INDArray")
    assert of_interface["addi(Lorg/nd4j/linalg/api/ndarray/INDArray;)"] == ("other",)
