"""A cross-check in words, for the terminal, for programs, for a page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...course.trace import Trace
from ..page import Page, Table
from ..pictures import twins
from .checking import Crosscheck
from .clock import has_seed_zero, telling_seeds
from .divergence import Aspect, Divergence
from .leavings import ending

# Of what differs, in JSON and on a page: the rest follows from the first.
_TOLD, _SHOWN = 50, 20


def verdict(check: Crosscheck) -> list[str]:
    """Sentences: equal or not, where they part, why, what was done for it."""
    compared, parting = check.comparison, check.comparison.parting
    first, second = check.sides
    if parting is None:
        measure = "bit for bit" if compared.tolerance == 0 else f"within {compared.tolerance:g}"
        sentences = [f"{first} and {second} are equal, {measure}."]
    else:
        sentences = [
            f"{first} and {second} part at {parting.told(check.sides)}.",
            *(f"Likely cause: {cause}" for cause in check.causes[:1]),
            *(f"Also: {cause}" for cause in check.causes[1:3]),
        ]
    return sentences + notes(check)


def notes(check: Crosscheck) -> list[str]:
    """What a reader should know beside the verdict."""
    first, second = check.sides
    found = []
    if check.replayed:
        kinds: dict[int, str] = {}
        for seed in telling_seeds(check.runs[1].trace):
            if seed.replayed:  # a seed may be handed on, as a builder's is to ND4J's generator
                kinds.setdefault(seed.seed, seed.kind)
        told = ", ".join(sorted(set(kinds.values())))
        found.append(
            f"{first} takes seeds from the clock ({told}): {second} got the same ones from its "
            "trace."
        )
    zero = [
        side for side, ran in zip(check.sides, check.runs, strict=True) if has_seed_zero(ran.trace)
    ]
    if zero:
        found.append(
            f"A seed is 0 in {' and '.join(zero)}: Deeplearning4j takes the clock for it, so every "
            "run differs. Write another number."
        )
    if check.comparison.empty:
        found.append("Neither made a network: only their output was compared.")
    for side, ran in zip(check.sides, check.runs, strict=True):
        if ran.code != 0 and check.equal:
            found.append(f"{side} ended with {ending(ran)}.")
        for trouble in ran.trace.troubles:
            found.append(f"The trace of {side} is incomplete at {trouble.where}: {trouble.what}")
    for todo in check.todos:
        found.append(f"Line {todo.line} is not translated: {todo.what}")
    return found


def rows(check: Crosscheck) -> list[dict[str, str]]:
    """The table: a row for each thing that was compared."""
    return [_row(aspect) for aspect in check.comparison.aspects if aspect.compared]


def as_dict(check: Crosscheck) -> dict[str, Any]:
    """All of it as plain values."""
    compared, parting = check.comparison, check.comparison.parting
    return {
        "schema": 1,
        "ok": True,
        "equal": check.equal,
        "tolerance": compared.tolerance,
        "sides": list(check.sides),
        "first_divergence": None if parting is None else _divergence(parting),
        "causes": list(check.causes),
        "notes": notes(check),
        "replayed": check.replayed,
        "ported": str(check.ported) if check.ported else None,
        "compared": [
            {
                "what": one.name,
                "pairs": one.compared,
                "different": one.different,
                "largest_difference": _plain(one.largest),
                "judged": one.judged,
            }
            for one in compared.aspects
            if one.compared
        ],
        "divergences": [_divergence(one) for one in compared.divergences[:_TOLD]],
        "runs": [
            {
                "side": side,
                "program": str(ran.errand.program),
                "exit_code": ran.code,
                "seconds": round(ran.seconds, 3),
                "accuracy": accuracy(ran.trace),
                "environment": dict(ran.trace.environment),
            }
            for side, ran in zip(check.sides, check.runs, strict=True)
        ],
    }


def page(check: Crosscheck) -> Page:
    """All of it as a page with pictures."""
    compared = check.comparison
    curves = _curves(compared.first), _curves(compared.second)
    drawn = [twins.scores(check.sides, curves), twins.distances(check.sides, curves)]
    pictures = [one for one in drawn if one is not None]
    tables = [Table("What was compared", rows(check))]
    if compared.divergences:
        some = f", the first {_SHOWN}" if len(compared.divergences) > _SHOWN else ""
        caption = f"Differences in order{some}"
        told = [_cells(one, check.sides) for one in compared.divergences[:_SHOWN]]
        tables.append(Table(caption, told))
    sentences = verdict(check)
    told_notes = notes(check)
    programs = " and ".join(ran.errand.program.name for ran in check.runs)
    return Page(
        title=f"{programs}: {'equal' if check.equal else 'not equal'}",
        lead=f"{len(compared.first.iterations)} iterations, {len(compared.first.networks)} "
        f"network{'s' * (len(compared.first.networks) != 1)}, tolerance {compared.tolerance:g}",
        answers={"Do they do the same?": sentences[: len(sentences) - len(told_notes)]},
        pictures={"Training": pictures} if pictures else {},
        facts={
            side: _facts(ran.trace, ending(ran), ran.seconds)
            for side, ran in zip(check.sides, check.runs, strict=True)
        },
        tables=tables,
        about_numbers="Different: pairs that are not the same. Largest difference: of numbers, "
        "absolute; hashes have none. What is not judged leaves programs equal.",
        notes=told_notes,
    )


def accuracy(trace: Trace) -> float | None:
    """Of the last evaluation that has one."""
    for one in reversed(trace.evaluations):
        for name, value in one.values.items():
            if name.lower() == "accuracy":
                return _plain(value)
    return None


def _row(aspect: Aspect) -> dict[str, str]:
    result = "equal" if not aspect.different else "different" if aspect.judged else "not judged"
    return {
        "compared": aspect.name,
        "pairs": f"{aspect.compared:,}",
        "different": f"{aspect.different:,}",
        "largest difference": "–" if aspect.largest is None else f"{aspect.largest:.3g}",
        "result": result,
    }


def _cells(one: Divergence, sides: tuple[str, str]) -> Mapping[str, str]:
    return {
        "where": one.where,
        sides[0]: one.values[0],
        sides[1]: one.values[1],
        "difference": "–" if one.size is None else f"{one.size:.3g}",
        "judged": "yes" if one.judged else "no",
    }


def _divergence(one: Divergence) -> dict[str, Any]:
    return {
        "what": one.aspect,
        "where": one.where,
        "values": list(one.values),
        "difference": _plain(one.size),
        "judged": one.judged,
    }


def _plain(value: float | None) -> float | None:
    """A number that JSON has."""
    return value if value is not None and math.isfinite(value) else None


def _curves(trace: Trace) -> twins.Floats:
    return twins.series([one.score for one in trace.iterations])


def _facts(trace: Trace, end: str, seconds: float) -> dict[str, str]:
    found = accuracy(trace)
    told = {"end": end, "seconds": f"{seconds:.1f}"}
    if found is not None:
        told["accuracy"] = f"{found:.2%}"
    return {**told, **{name: str(value) for name, value in trace.environment.items()}}
