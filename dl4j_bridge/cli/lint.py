"""The command that finds mistakes in course programs."""

from __future__ import annotations

import json
import shutil
import textwrap
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..course.finding import Finding
    from ..course.lint import Rule
    from ..course.source import Source

_WIDEST = 100  # characters of an explanation's line
_EPILOG = """\b
Examples:
  dl4j-bridge lint Course.java
  dl4j-bridge lint submissions --json
  dl4j-bridge lint Course.java --ignore no-seed,never-evaluated
  dl4j-bridge lint --rules

A comment silences rules on its line: // dl4j-bridge: ignore[no-seed]
"""


@click.command(short_help="Find mistakes in Deeplearning4j programs in Java.", epilog=_EPILOG)
@click.argument("paths", metavar="FILE.java…|FOLDER…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", default="", metavar="RULE,…", help="Look with these rules only.")
@click.option("--ignore", default="", metavar="RULE,…", help="Look without these rules.")
@click.option("--rules", "listing", is_flag=True, help="List all rules.")
@click.option("-q", "--quiet", is_flag=True, help="One line for each mistake.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def lint(
    paths: tuple[Path, ...], select: str, ignore: str, listing: bool, quiet: bool, as_json: bool
) -> int:
    """Find mistakes that really happen in Java programs with Deeplearning4j.

    Reads the programs' text; nothing is compiled or run. Exits with 1 when an error was found,
    with 0 when there is nothing, or only warnings.
    """
    from ..course import lint as linting
    from ..errors import UsageError

    rules = linting.chosen(_names(select), _names(ignore))
    if listing:
        _list(rules, as_json)
        return 0
    if not paths:
        raise UsageError("No file was named. Write `dl4j-bridge lint Course.java`.")
    sources = linting.read(paths)
    found = linting.lint(sources, rules)
    errors = sum(linting.severity(finding) is linting.Severity.ERROR for finding in found)
    if as_json:
        click.echo(json.dumps(_facts(found, len(sources), errors)))
    elif quiet:
        for finding in found:
            click.echo(_line(finding))
    else:
        _show(found, sources, errors)
    return 1 if errors else 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _list(rules: Sequence[Rule], as_json: bool) -> None:
    if as_json:
        rows = [
            {"id": rule.id, "severity": rule.severity.value, "doc": rule.doc, "why": rule.why}
            for rule in rules
        ]
        click.echo(json.dumps({"schema": 1, "ok": True, "rules": rows}))
        return
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        click.echo(f"{rule.id:{width}}  {rule.severity.value:7}  {rule.doc}")


def _severity(finding: Finding) -> str:
    from ..course.lint import severity

    return severity(finding).value


def _facts(found: Sequence[Finding], files: int, errors: int) -> dict[str, object]:
    rows = [
        {**asdict(finding), "path": str(finding.path), "severity": _severity(finding)}
        for finding in found
    ]
    counts = {"files": files, "errors": errors, "warnings": len(found) - errors}
    return {"schema": 1, "ok": True, **counts, "findings": rows}


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return f"{place}: {_severity(finding)}: {finding.what} [{finding.rule}]"


def _show(found: Sequence[Finding], sources: Sequence[Source], errors: int) -> None:
    """Print what was found, by file, each with its line of source."""
    texts = {source.path: source.code.decode("utf-8").splitlines() for source in sources}
    for path, here in groupby(found, key=lambda finding: finding.path):
        click.secho(str(path), bold=True)
        for finding in here:
            _show_one(finding, texts[path][finding.line - 1])
    files = _count(len(sources), "file")
    if found:
        warnings = _count(len(found) - errors, "warning")
        click.echo(f"{_count(errors, 'error')}, {warnings} in {files}.")
    else:
        click.echo(f"No mistakes found in {files}.")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _show_one(finding: Finding, text: str) -> None:
    severity = _severity(finding)
    head = click.style(severity, fg="red" if severity == "error" else "yellow")
    click.echo(f"  {finding.line}:{finding.column}  {head}  {finding.what} [{finding.rule}]")
    shown = text.expandtabs(1)
    cut = len(shown) - len(shown.lstrip())
    click.echo(f"      {shown.strip()}\n      {' ' * (finding.column - 1 - cut)}^")
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    for mark, words in (("Why:", finding.why), ("Fix:", finding.fix)):
        lines = textwrap.wrap(
            words, max(width, 40), initial_indent=f"    {mark} ", subsequent_indent=" " * 9
        )
        click.echo("\n".join(lines))
    click.echo()
