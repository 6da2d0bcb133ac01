"""The results as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .results import Measurement, Ratio, Results
from .targets import TARGETS

# In megabytes: a Java object and its page are no copy of the numbers.
_NOTHING = 0.1
_VERDICT = {True: "yes", False: "no", None: "–"}


def markdown(results: Results) -> str:
    """The whole of RESULTS.md."""
    names = list(dict.fromkeys(one.contender for one in results.measurements))
    parts = [
        "# Speed, measured",
        "Written by the bench; milliseconds, medians of the rounds (least–greatest). In each "
        "round everybody has one turn, so a ratio compares what lay side by side in time. Below "
        "1.00 dl4j-bridge is faster.",
        "## Targets",
        _targets(results),
        "## Each at its best number of threads",
        _table(
            ("", *names),
            ((row, *(_cell(results.best(row, name)) for name in names)) for row in results.rows()),
        ),
        "## Ours by theirs, each at its best",
        _ratios(results, names),
        *_same_threads(results, names),
        "## Machine and versions",
        _list({**results.machine, **results.versions}),
        *(["## Left out", _list(results.missing)] if results.missing else []),
    ]
    return "\n\n".join(parts) + "\n"


def _targets(results: Results) -> str:
    lines = []
    for target in TARGETS:
        value, within = target.reached(results)
        lines.append((target.what, target.wanted, value, _VERDICT[within]))
    for row in results.rows():
        ours = results.best(row, "ours")
        if ours and ours.bytes is not None:
            what, extra = f"{row}: ours, extra memory", ours.bytes / 1e6
            lines.append((what, "0 MB", f"{extra:.1f} MB", _VERDICT[extra < _NOTHING]))
    return _table(("what", "target", "measured", "reached"), lines)


def _ratios(results: Results, names: list[str]) -> str:
    others = [name for name in names if not name.startswith("ours")]
    lines = []
    for row in results.rows():
        for name in names:
            if name.startswith("ours") and (ours := results.best(row, name)):
                theirs = (results.best(row, other) for other in others)
                ratios = (str(Ratio.of(ours, one)) if one else "–" for one in theirs)
                lines.append((f"{row}: {name}", *ratios))
    return _table(("", *others), lines)


def _same_threads(results: Results, names: list[str]) -> Iterable[str]:
    counts = sorted({one.threads for one in results.measurements if one.threads})
    for count in counts:
        lines = []
        for row in results.rows():
            at = {name: _at(results.of(row, name), count) for name in names}
            if any(at.values()):
                lines.append((row, *(_cell(at[name]) for name in names)))
        yield f"## Everybody with {count} thread{'s' if count > 1 else ''}"
        yield _table(("", *names), lines)


def _at(measurements: list[Measurement], threads: int) -> Measurement | None:
    return next((one for one in measurements if one.threads == threads), None)


def _cell(one: Measurement | None) -> str:
    if one is None:
        return "–"
    threads = f", {one.threads} thr." if one.threads else ""
    return f"{one.median:.3g} ({min(one.ms):.3g}–{max(one.ms):.3g}{threads})"


def _list(facts: dict[str, str]) -> str:
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items())


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table without the columns in which no line has a value."""
    rows = [tuple(line) for line in lines]
    filled = [i for i in range(len(head)) if i == 0 or any(row[i] != "–" for row in rows)]
    body = [[row[i] for i in filled] for row in rows]
    rule = ["---"] * len(filled)
    return "\n".join(f"| {' | '.join(row)} |" for row in [[head[i] for i in filled], rule, *body])
