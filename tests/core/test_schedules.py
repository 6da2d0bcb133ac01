"""Schedules, early stopping: the formulas, the words of errors."""

import math

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.schedules import DEFAULTS, Plateau, Schedule
from dl4j_bridge.stopping import EarlyStopping


def test_the_course_s_schedules() -> None:
    halves = Schedule("step", {"decayRate": 0.5, "step": 5}).rates(0.1, 11)
    assert halves == [0.1] * 5 + [0.05] * 5 + [0.025]
    tenth = Schedule("STEP", {"decayRate": 0.1, "step": 20}).rates(1.0, 41)
    assert (tenth[0], tenth[19], tenth[20], tenth[40]) == pytest.approx((1, 1, 0.1, 0.01))
    assert Schedule("exponential", {"gamma": 0.9}).rates(2.0, 3) == pytest.approx([2, 1.8, 1.62])
    cosine = Schedule("cosine").rates(1.0, 10)
    assert cosine[0] == 1.0
    assert cosine[5] == pytest.approx(0.5)
    assert cosine == sorted(cosine, reverse=True)
    warm = Schedule("warmup", {"epochs": 4, "minimum": 0.1}).rates(1.0, 10)
    assert warm[:5] == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0])
    assert warm[7] == pytest.approx(0.1 + 0.9 * (1 + math.cos(math.pi / 2)) / 2)


def test_a_plateau_lets_the_rate_fall_down_to_its_minimum() -> None:
    plateau = Plateau(Schedule("plateau", {"factor": 0.1, "patience": 2, "minimum": 1e-3}))
    rate, rates = 0.1, []
    for loss in [1.0, 0.9, 0.9, 0.95, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]:
        rate = plateau.after(loss, rate)
        rates.append(rate)
    assert rates == pytest.approx([0.1] * 3 + [0.01] * 3 + [0.001] * 5)


def test_a_plateau_never_raises_a_rate_below_its_minimum() -> None:
    plateau = Plateau(Schedule("plateau", {"patience": 1, "minimum": 0.5}))
    assert plateau.after(1.0, 0.1) == 0.1
    assert plateau.after(1.0, 0.1) == 0.1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cosin", "Did you mean 'cosine'"),
        ("step:decay=1", "has no 'decay'"),
        ("step:step", "no setting with a number"),
        ("step:step=0", "whole number from 1"),
        ("step:step=2.5", "whole number from 1"),
        ("exponential:gamma=-1", "0 or more"),
        ("exponential:gamma=nan", "finite"),
    ],
)
def test_a_wrong_schedule_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Schedule.parse(text)


def test_parse_reads_what_str_and_defaults_say() -> None:
    assert Schedule.parse("step: decayRate=0.1, step=20") == Schedule(
        "step", {"decayRate": 0.1, "step": 20.0}
    )
    assert str(Schedule("cosine")) == "cosine(minimum=0)"
    for name, settings in DEFAULTS.items():
        assert Schedule(name).parameters == settings


def test_early_stopping_waits_for_patience_epochs() -> None:
    stopping = EarlyStopping(patience=2, min_delta=0.1)
    verdicts = []
    for epoch, loss in enumerate([1.0, 0.5, 0.45, 0.46, 0.3], 1):
        verdicts.append((stopping.is_best(epoch, loss), stopping.is_over(epoch)))
    assert verdicts == [(True, False), (True, False), (False, False), (False, True), (True, False)]
    assert (stopping.best, stopping.best_epoch) == (0.3, 5)
    for wrong in ({"patience": 0}, {"patience": 1.5}, {"patience": 1, "min_delta": -1}):
        with pytest.raises(UsageError):
            EarlyStopping(**wrong)
