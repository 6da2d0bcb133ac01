"""The command that looks at the machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..lab.doctor import Check, Problem


@click.command(short_help="Show what is found on this machine, what is in force, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def doctor(as_json: bool) -> int:
    """Show Java, jars, machine and settings, each with its reason; starts no Java.

    Ends with 4 if something is missing that training needs.
    """
    from ..lab.doctor import examine

    checks = examine()
    problems = [problem for check in checks for problem in check.problems]
    ok = not any(problem.fatal for problem in problems)
    if as_json:
        click.echo(json.dumps(_facts(checks, problems, ok)))
    else:
        click.echo("\n".join([*_lines(checks), *_advice(problems)]))
    return 0 if ok else 4


def _facts(checks: list[Check], problems: list[Problem], ok: bool) -> dict[str, object]:
    found = {
        check.topic: [
            {"name": row.name, "value": row.value, **({"why": row.why} if row.why else {})}
            for row in check.rows
        ]
        for check in checks
    }
    told = [{"text": problem.text, "fatal": problem.fatal} for problem in problems]
    return {"schema": 1, "ok": ok, "found": found, "problems": told}


def _lines(checks: list[Check]) -> list[str]:
    lines = []
    for check in checks:
        lines.append(check.topic)
        names = max((len(row.name) for row in check.rows), default=0)
        texts = [row.text or str(row.value) for row in check.rows]
        # A long value must not push every reason to the right.
        width = max((len(text) for text in texts if len(text) <= 40), default=0)
        for row, text in zip(check.rows, texts, strict=True):
            why = f"  ({row.why})" if row.why else ""
            lines.append(f"  {row.name:<{names}}  {text:<{width}}{why}".rstrip())
    return lines


def _advice(problems: list[Problem]) -> list[str]:
    if not problems:
        return ["", "Everything that training needs is here."]
    return ["", *(f"{'Problem' if one.fatal else 'Note'}: {one.text}" for one in problems)]
