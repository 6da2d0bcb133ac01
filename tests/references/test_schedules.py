"""Every schedule of DL4J over 1,000 iterations, then 1,000 epochs."""

from collections.abc import Callable
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge.dl4j as j

from . import schedules as s
from .comparison import Array, assert_agrees

MAP = {0: 0.06, 200: 0.05, 600: 0.028, 800: 0.006}
# DL4J's schedule for a ScheduleType, and the reference.
SCHEDULES: dict[str, tuple[Callable[[Any], Any], Callable[[Array], Array]]] = {
    "ExponentialSchedule": (
        lambda type: j.ExponentialSchedule(type, 0.1, 0.995),
        lambda i: s.exponential(i, initial=0.1, gamma=0.995),
    ),
    "InverseSchedule": (
        lambda type: j.InverseSchedule(type, 0.1, 0.01, 0.75),
        lambda i: s.inverse(i, initial=0.1, gamma=0.01, power=0.75),
    ),
    "StepSchedule": (
        lambda type: j.StepSchedule(type, 0.1, 0.5, 130),
        lambda i: s.step(i, initial=0.1, decay=0.5, step=130),
    ),
    "SigmoidSchedule": (
        lambda type: j.SigmoidSchedule(type, 0.1, -0.02, 400),
        lambda i: s.sigmoid(i, initial=0.1, gamma=-0.02, step=400),
    ),
    "PolySchedule": (
        lambda type: j.PolySchedule(type, 0.1, 2, 700),
        lambda i: s.polynomial(i, initial=0.1, power=2, last=700, sign=1),
    ),
    "MapSchedule": (
        lambda type: j.MapSchedule(type, {jpype.JInt(k): jpype.JDouble(v) for k, v in MAP.items()}),
        lambda i: s.piecewise(i, values=MAP),
    ),
    "CycleSchedule": (
        lambda type: j.CycleSchedule(type, 0.01, 0.1, 300, 40, 0.9),
        lambda i: s.cycle(i, low=0.01, high=0.1, length=300, annealing=40, decay=0.9),
    ),
    "FixedSchedule": (lambda type: j.FixedSchedule(0.3), lambda i: np.full(len(i), 0.3)),
}
STEPS = np.arange(1000)


@pytest.mark.parametrize("name", SCHEDULES)
def test_iterations(name: str) -> None:
    make, reference = SCHEDULES[name]
    schedule = make(j.ScheduleType.ITERATION)
    values = [schedule.valueAt(int(i), 3) for i in STEPS]
    assert_agrees("schedules", values, reference(STEPS))


@pytest.mark.parametrize("name", SCHEDULES)
def test_epochs(name: str) -> None:
    make, reference = SCHEDULES[name]
    schedule = make(j.ScheduleType.EPOCH)
    values = [schedule.valueAt(17, int(epoch)) for epoch in STEPS]
    assert_agrees("schedules", values, reference(STEPS))


def test_ramp() -> None:
    """It counts iterations, whatever its base counts."""
    epochs = STEPS // 25
    base = j.ExponentialSchedule(j.ScheduleType.EPOCH, 0.1, 0.9)
    ramp = j.RampSchedule(base, 60)
    values = [ramp.valueAt(int(i), int(e)) for i, e in zip(STEPS, epochs, strict=True)]
    reference = s.ramp(STEPS, s.exponential(epochs, initial=0.1, gamma=0.9), length=60)
    assert_agrees("schedules", values, reference)


def test_short_cycle_constructor() -> None:
    """A tenth of the cycle anneals, from a tenth of the highest rate."""
    schedule = j.CycleSchedule(j.ScheduleType.ITERATION, 0.5, 200)
    values = [schedule.valueAt(int(i), 0) for i in STEPS]
    reference = s.cycle(STEPS, low=0.05, high=0.5, length=200, annealing=20, decay=0.1)
    assert_agrees("schedules", values, reference)


def test_poly_schedule_grows() -> None:
    schedule = j.PolySchedule(j.ScheduleType.ITERATION, 0.1, 2, 700)
    values = np.array([schedule.valueAt(int(i), 0) for i in range(700)])
    caffe = s.polynomial(STEPS[:700], initial=0.1, power=2, last=700, sign=-1)
    assert (np.diff(values) > 0).all()
    assert (np.diff(caffe) < 0).all()
    assert values[-1] == pytest.approx(0.4, rel=1e-2)
