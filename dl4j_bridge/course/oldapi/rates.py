"""Learning rates, momentum and schedules beside an updater: they belong into it now."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding
from ..source import Source
from .chains import LIST, NETWORK, PART, UPDATERS, Call, Chain, around
from .repair import Edit, Repair, finding, removed

_WHY = "1.0.0 took the rates out of the builders: an updater holds its own."
# The settings of each updater after its rate, with Deeplearning4j's defaults.
_SETTINGS = {
    "Nesterovs": (("momentum", "0.9"),),
    "RmsProp": (("rmsDecay", "0.95"), ("epsilon", "1e-8")),
    "AdaGrad": (("epsilon", "1e-6"),),
    "AdaDelta": (("rho", "0.95"), ("epsilon", "1e-6")),
    **dict.fromkeys(
        ("Adam", "AdaMax", "Nadam"),
        (("adamMeanDecay", "0.9"), ("adamVarDecay", "0.999"), ("epsilon", "1e-8")),
    ),
}
_SCHEDULE_SETTINGS = ("lrPolicyDecayRate", "lrPolicySteps", "lrPolicyPower")
_RATES = ("learningRate", "learningRateDecayPolicy", "learningRateSchedule", *_SCHEDULE_SETTINGS)
SETTINGS = (*_RATES, "momentum", "rho", "rmsDecay", "adamMeanDecay", "adamVarDecay", "epsilon")
_SCHEDULES = {
    "Exponential": ("ExponentialSchedule", ("lrPolicyDecayRate",)),
    "Inverse": ("InverseSchedule", ("lrPolicyDecayRate", "lrPolicyPower")),
    "Step": ("StepSchedule", ("lrPolicyDecayRate", "lrPolicySteps")),
}


def rates(source: Source, chain: Chain, everywhere: list[Chain]) -> Iterator[Repair]:
    """Repairs of what a builder of a network or a layer says beside its updater."""
    found = [
        call for call in chain.calls if call.name in SETTINGS and call.on in (NETWORK, PART, LIST)
    ]
    if not found:
        return
    outer = around(chain, everywhere) if found[0].on == PART else None
    given = _given(source, outer) | _given(source, chain)
    new = _updater(given, is_layer=found[0].on == PART)
    if new is None:
        yield from (_for_a_person(source, call, given) for call in found)
        return
    place = next((call for call in chain.calls if call.name == "updater"), found[0])
    edits = {call: (_without(source, call),) for call in found}
    edits[found[0]] = (_in_place(place, new), *(edits[found[0]] if place is not found[0] else ()))
    for call in found:
        yield Repair(_told(source, call, new), edits[call])


def _given(source: Source, chain: Chain | None) -> dict[str, str]:
    """The texts of all settings of a chain, by their methods' names; the last one counts."""
    calls = chain.calls if chain is not None else ()
    return {
        call.name: ", ".join(map(source.text, call.arguments))
        for call in calls
        if call.name in (*SETTINGS, "updater") and call.arguments
    }


def _updater(given: dict[str, str], *, is_layer: bool) -> str | None:
    """The expression that makes the updater; None where only a person can tell."""
    said = given.get("updater", "" if is_layer else "Updater.SGD")
    made = re.fullmatch(r"new (\w+)\(\)", said)
    name = made[1] if made else UPDATERS.get(said.rpartition(".")[2], "")
    if name not in UPDATERS.values():
        return None
    if name == "NoOp":
        return "new NoOp()"
    settings = [given.get(setting, default) for setting, default in _SETTINGS.get(name, ())]
    if name == "AdaDelta":
        return f"new AdaDelta({', '.join(settings)})"
    rate = _rate(given)
    if rate is None:
        return None
    changed = any(setting in given for setting, _ in _SETTINGS.get(name, ()))
    if changed and rate.startswith("new ") and name not in ("Nesterovs", "AdaGrad"):
        return None
    if name == "Nesterovs" or changed:
        return f"new {name}({', '.join([rate, *settings])})"
    return f"new {name}({rate})"


def _rate(given: dict[str, str]) -> str | None:
    """The number or the schedule."""
    rate = given.get("learningRate", "0.1")
    if "learningRateSchedule" in given:
        return f"new MapSchedule(ScheduleType.ITERATION, {given['learningRateSchedule']})"
    policy = given.get("learningRateDecayPolicy", "None").rpartition(".")[2]
    if policy == "None":
        return rate
    schedule, settings = _SCHEDULES.get(policy, ("", ()))
    if not schedule or not all(setting in given for setting in settings):
        return None
    numbers = ", ".join([rate, *(given[setting] for setting in settings)])
    return f"new {schedule}(ScheduleType.ITERATION, {numbers})"


def _told(source: Source, call: Call, new: str) -> Finding:
    what = f"`.{call.name}({', '.join(map(source.text, call.arguments))})`"
    return finding(
        source, call.named, "rate-beside-updater", what, _WHY, f"`.updater({new})` says it all."
    )


def _for_a_person(source: Source, call: Call, given: dict[str, str]) -> Repair:
    fix = "`.updater(new Nesterovs(rate, momentum))`, or another updater with its rate."
    if given.get("learningRateDecayPolicy"):
        fix = (
            "give the updater a schedule of org.nd4j.linalg.schedule: "
            "`.updater(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 1000)))`."
        )
    told = finding(source, call.named, "rate-beside-updater", f"`.{call.name}(…)`", _WHY, fix)
    return Repair(told)


def _without(source: Source, call: Call) -> Edit:
    return removed(source, call.start, call.node.end_byte)


def _in_place(call: Call, new: str) -> Edit:
    return Edit(call.named.start_byte, call.node.end_byte, f"updater({new})")
