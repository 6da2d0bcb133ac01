"""Findings as lines for people, as facts for programs."""

from __future__ import annotations

from .findings import Check, Problem, advice, sound

_WIDEST = 46


def facts(checks: list[Check]) -> dict[str, object]:
    """Everything, for JSON."""
    found = {
        check.topic: [
            {"name": row.name, "value": row.value, **({"why": row.why} if row.why else {})}
            for row in check.rows
        ]
        for check in checks
    }
    told = [
        {"text": one.text, "fatal": one.fatal, **({"command": one.command} if one.command else {})}
        for one in advice(checks)
    ]
    return {"schema": 1, "ok": sound(checks), "found": found, "problems": told}


def lines(checks: list[Check], *, everything: bool = False) -> list[str]:
    """What was found, then what to do, in its order."""
    shown = [check for check in checks if check.rows and (everything or not check.detail)]
    told = [line for check in shown for line in _of_check(check)]
    return [*told, "", *_of_advice(advice(checks))]


def _of_check(check: Check) -> list[str]:
    names = max(len(row.name) for row in check.rows)
    texts = [row.text or str(row.value) for row in check.rows]
    # A long value must not push every reason to the right.
    width = max((len(text) for text in texts if len(text) <= _WIDEST), default=0)
    lines = [check.topic]
    for row, text in zip(check.rows, texts, strict=True):
        why = f"  ({row.why})" if row.why else ""
        lines.append(f"  {row.name:<{names}}  {text:<{width}}{why}".rstrip())
    return lines


def _of_advice(problems: list[Problem]) -> list[str]:
    if not problems:
        return ["Everything that training needs is here. To see it train: doctor --self-test"]
    lines = []
    for one in problems:
        lines.append(f"{'Problem' if one.fatal else 'Note'}: {one.text}")
        if one.command:
            lines.append(f"  $ {one.command}")
    return lines
