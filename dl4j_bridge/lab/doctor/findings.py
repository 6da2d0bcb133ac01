"""What is found: facts in rows, problems with the command that solves them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        value: plain, for programs.
        text: the same for people; empty if the value says it all.
        why: the reason, or where it comes from.
    """

    name: str
    value: str | int | float | bool | None
    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be, with what to do next.

    Attributes:
        text: for people.
        command: what to type; empty where no command helps.
        fatal: nothing can be trained before it is solved.
    """

    text: str
    command: str = ""
    fatal: bool = True


@dataclass(frozen=True)
class Check:
    """What was found about one topic.

    Attributes:
        topic: its heading.
        rows: the facts.
        problems: what is wrong with it.
        detail: shown when everything is asked for; a screen has no room for it.
    """

    topic: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    detail: bool = False


def advice(checks: list[Check]) -> list[Problem]:
    """All problems, each once, the most important first."""
    problems = dict.fromkeys(problem for check in checks for problem in check.problems)
    return sorted(problems, key=lambda problem: not problem.fatal)


def sound(checks: list[Check]) -> bool:
    """Whether training can be tried."""
    return not any(problem.fatal for problem in advice(checks))
