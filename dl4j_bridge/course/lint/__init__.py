"""Mistakes in Deeplearning4j programs that can be seen in their text."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...errors import UsageError
from ...spelling import suggest
from ..finding import Finding
from ..source import Source, check_size
from .grouping import programs, read
from .program import Program
from .rule import Rule, Severity
from .rules import BY_ID, RULES
from .suppression import ignored

__all__ = ["RULES", "Rule", "Severity", "chosen", "lint", "read", "severity"]


def lint(sources: Sequence[Source], rules: Sequence[Rule] = RULES) -> list[Finding]:
    """Look for mistakes in programs.

    Args:
        sources: their files; those that name each other's classes are one program.
        rules: those to look with.

    Returns:
        What was found, by file and place, without what comments silence.

    Raises:
        DataError: a file is too large, or nested too deeply, to look through.
    """
    for source in sources:
        check_size(source)
    silenced = {source.path: ignored(source) for source in sources}
    members = [Program(group) for group in programs(sources)]
    found = {finding for program in members for rule in rules for finding in rule.check(program)}
    return sorted(finding for finding in found if not _silent(finding, silenced[finding.path]))


def _silent(finding: Finding, lines: dict[int, frozenset[str]]) -> bool:
    named = lines.get(finding.line)
    return named is not None and (not named or finding.rule in named)


def severity(finding: Finding) -> Severity:
    """How sure the rule behind a finding is."""
    return BY_ID[finding.rule].severity


def chosen(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Rule, ...]:
    """The rules with these identities, or all, without some.

    Raises:
        UsageError: no rule has such an identity.
    """
    for name in (*select, *ignore):
        if name not in BY_ID:
            raise UsageError(
                f"There is no rule {name!r}.{suggest(name, list(BY_ID))} "
                "`dl4j-bridge lint --rules` lists them."
            )
    return tuple(
        rule for rule in RULES if (not select or rule.id in select) and rule.id not in ignore
    )
