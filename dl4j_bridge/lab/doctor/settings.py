"""The settings in force, each with where it comes from."""

from __future__ import annotations

from dataclasses import fields

from ...errors import BridgeError
from ...jvm.machine import this_machine
from ...jvm.settings import Settings, decide
from ...jvm.tuned import Unreadable, recall
from .findings import Check, Problem, Row


def look() -> Check:
    """Look at what `decide` decides here."""
    try:
        settings = decide()
    except BridgeError as error:
        named = next((word for word in str(error).split() if word.startswith("DL4J_BRIDGE_")), "")
        return Check("Settings", (), (Problem(str(error), f"unset {named}" if named else ""),))
    rows = [_row(settings, field.name) for field in fields(settings)]
    return Check("Settings", tuple(rows), _of_tuning())


def _row(settings: Settings, name: str) -> Row:
    setting = getattr(settings, name)
    why = setting.why if setting.source != "variable" else f"set by {setting.why}"
    text = f"{setting.value} MiB" if name in ("memory", "heap") and setting.value else ""
    return Row(name, setting.value, text, why=f"{setting.source}: {why}")


def _of_tuning() -> tuple[Problem, ...]:
    try:
        recall(this_machine())
    except Unreadable as error:
        return (Problem(str(error), "dl4j-bridge tune-machine --forget", fatal=False),)
    return ()
