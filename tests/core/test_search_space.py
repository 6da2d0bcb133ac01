"""What a search may choose from."""

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.lab.search_space import Range, check, parse, settled
from dl4j_bridge.presets import preset

TEXTS = [
    "lr=loguniform(1e-4, 1e-1)",
    "units = int(100,550,100)",
    "activation=choice(relu,tanh)",
    "updater=choice(sgd,adam)",
    "schedule=choice(none;step:decayRate=0.5,step=2)",
]


def test_ranges_are_read_and_written_as_they_are_read() -> None:
    space = parse(TEXTS)
    assert space["learning-rate"] == Range("loguniform", (1e-4, 1e-1))
    assert space["hidden"].points == range(100, 551, 100)
    assert space["hidden"].ends == (100, 500)
    assert space["schedule"].points == ("none", "step:decayRate=0.5,step=2")
    assert space["learning-rate"].points is None
    assert parse([f"{name}={one}" for name, one in space.items()]) == space


def test_an_updater_is_set_before_its_rate() -> None:
    names = list(parse(TEXTS))
    assert names.index("updater") < names.index("learning-rate")
    experiment = settled(preset("lecture"), {"updater": "adam", "learning-rate": 0.25})
    assert str(experiment.updater).startswith("Adam(learningRate=0.25,")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lr", "'lr' is no parameter; write it as lr=loguniform"),
        ("rate=uniform(0,1)", "no parameter 'rate'"),
        ("droput=uniform(0,1)", "Did you mean 'dropout'"),
        ("data=choice(mnist,iris)", "no parameter 'data'"),
        ("lr=normal(0,1)", "cannot range over 'normal(0,1)'"),
        ("lr=0.1", "cannot range over '0.1'"),
        ("lr=uniform(1)", "two numbers"),
        ("lr=uniform(2,1)", "the smaller one first"),
        ("lr=uniform(0,inf)", "two numbers"),
        ("lr=loguniform(0,1)", "above 0"),
        ("lr=choice()", "nothing to choose from"),
        ("hidden=int(1,9,0)", "a step"),
        ("hidden=int(a,9)", "'a'"),
        ("activation=uniform(0,1)", "activation is no number"),
    ],
)
def test_a_wrong_text_is_named(text: str, message: str) -> None:
    with pytest.raises(UsageError) as fault:
        parse([text])
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["dropout=uniform(0,1)"], "dropout is 1.0"),
        (["lr=uniform(-1,1)"], "learningRate is -1.0"),
        (["updater=choice(sgd,nesterovs)", "momentum=uniform(0,1)"], "Sgd has no 'momentum'"),
    ],
)
def test_values_that_make_no_sense_are_found_before_any_run(texts, message: str) -> None:
    with pytest.raises(UsageError) as fault:
        check(preset("lecture"), parse(texts))
    assert message in str(fault.value)


def test_a_parameter_that_changes_nothing_is_refused() -> None:
    base = settled(preset("lecture"), {"updater": "adadelta"})
    with pytest.raises(UsageError, match="learning-rate changes nothing for AdaDelta"):
        check(base, parse(["lr=loguniform(1e-4,1e-1)"]))


def test_a_parameter_is_there_once() -> None:
    with pytest.raises(UsageError, match="learning-rate is there twice"):
        parse(["lr=uniform(0,1)", "learning-rate=uniform(0,1)"])
