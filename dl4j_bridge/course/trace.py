"""What a program did with Deeplearning4j, read from the folder that the tracing agent wrote.

The folder has `events.jsonl`, one JSON object a line, appended as things happen, and the networks'
parameter vectors as `.npy`. The `event` of a line names its kind: that of a class in `events` in
small letters, or `start`, `backend` (written when ND4J is first used), `idle` (a seed that nothing
was drawn with), `final`, `end`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..errors import DataError
from .arrays import Parameter
from .events import (
    Batch,
    Evaluation,
    Fit,
    Iteration,
    Iterator,
    Network,
    Saved,
    Seed,
    Trouble,
)

_Event = dict[str, Any]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Trace:
    """What a program did.

    Attributes:
        folder: where the trace is.
        environment: versions of Java, ND4J and the operating system, backend, threads, time.
        networks: in the order in which they got parameters.
        iterators: in the order of first uses.
        fits: in order.
        iterations: in order, of all networks.
        evaluations: in order.
        saved: in order.
        seeds: in order.
        troubles: what is missing because the agent failed.
        seconds: how long the JVM ran; None if it ended without a word, or still runs.
    """

    folder: Path
    environment: Mapping[str, Any]
    networks: tuple[Network, ...]
    iterators: tuple[Iterator, ...]
    fits: tuple[Fit, ...]
    iterations: tuple[Iteration, ...]
    evaluations: tuple[Evaluation, ...]
    saved: tuple[Saved, ...]
    seeds: tuple[Seed, ...]
    troubles: tuple[Trouble, ...]
    seconds: float | None


def read(folder: Path) -> Trace:
    """Read a trace; one whose program died is read as far as it goes.

    Raises:
        DataError: there is none, or it is damaged; the message names the line.
    """
    lines = _lines(folder)
    of = _Lines(folder, lines)
    environment = {
        name: value
        for line in of.kind("start") + of.kind("backend")
        for name, value in line.items()
        if name not in {"event", "seconds", "line_number"}
    }
    ends = of.kind("end")
    return Trace(
        folder=folder,
        environment=environment,
        networks=of.networks(),
        iterators=of.iterators(),
        fits=of.all(Fit),
        iterations=of.all(Iteration),
        evaluations=of.all(Evaluation),
        saved=of.all(Saved),
        seeds=of.seeds(),
        troubles=of.all(Trouble),
        seconds=ends[-1].get("seconds") if ends else None,
    )


class _Lines:
    """The lines of a trace, to be made into what they stand for."""

    def __init__(self, folder: Path, lines: list[_Event]) -> None:
        self._folder = folder
        self._lines = lines

    def kind(self, name: str) -> list[_Event]:
        return [line for line in self._lines if line["event"] == name]

    def all(self, kind: type[_T]) -> tuple[_T, ...]:
        return tuple(self._make(kind, line) for line in self.kind(kind.__name__.lower()))

    def _make(self, kind: type[_T], line: _Event, **others: Any) -> _T:
        """An event from its line."""
        wanted = [field for field in fields(kind) if field.name not in others]  # type: ignore[arg-type]
        try:
            values = {one.name: _frozen(line[one.name]) for one in wanted}
        except KeyError as error:
            raise _damaged(
                self._folder, line["line_number"], f"{line['event']} without {error}"
            ) from error
        wrong = next((name for name, value in values.items() if not _is(value, kind, name)), None)
        if wrong is not None:
            said = f"{wrong!r} of {line['event']} is {str(line[wrong])[:40]!r}"
            raise _damaged(self._folder, line["line_number"], said)
        return kind(**values, **others)

    def networks(self) -> tuple[Network, ...]:
        finals = {str(line.get("network")): line for line in self.kind("final")}
        networks = []
        for line in self.kind("network"):
            network = self._make(
                Network,
                line,
                parameters=self._parameters(line),
                file=self._file(line),
                final=None,
                final_file=None,
            )
            final = finals.get(str(network.network))
            if final is not None:
                network = replace(
                    network,
                    final=self._parameters(final),
                    final_file=self._file(final),
                )
            networks.append(network)
        return tuple(networks)

    def _file(self, line: _Event) -> Path:
        name = line.get("file")
        if not isinstance(name, str):
            raise _damaged(self._folder, line["line_number"], f"{line['event']} without 'file'")
        return self._folder / name

    def _parameters(self, line: _Event) -> tuple[Parameter, ...]:
        known = {"line_number": line["line_number"], "event": "parameter"}
        given = line.get("parameters", [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise _damaged(self._folder, line["line_number"], "'parameters' is no list of objects")
        return tuple(self._make(Parameter, {**known, **one}) for one in given)

    def seeds(self) -> tuple[Seed, ...]:
        idle = {(line.get("kind"), line.get("index")) for line in self.kind("idle")}
        return tuple(
            self._make(Seed, line, used=(line.get("kind"), line.get("index")) not in idle)
            for line in self.kind("seed")
        )

    def iterators(self) -> tuple[Iterator, ...]:
        batches = self.all(Batch)
        return tuple(
            self._make(
                Iterator,
                line,
                batches=tuple(one for one in batches if one.iterator == line.get("iterator")),
            )
            for line in self.kind("iterator")
        )


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _is(value: Any, kind: type, name: str) -> bool:
    """Whether a value from JSON can be that field of an event."""
    return _fits(value, _hints(kind)[name])


def _fits(value: Any, hint: Any) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin is UnionType:
        return any(_fits(value, one) for one in inner)
    if origin is tuple and inner[1:] == (...,):
        return isinstance(value, tuple) and all(_fits(one, inner[0]) for one in value)
    if isinstance(value, bool):
        return hint is bool
    # A whole number of seconds is a number of seconds.
    return isinstance(value, (float, int) if hint is float else origin or hint)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _lines(folder: Path) -> list[_Event]:
    """The events with the numbers of their lines; a last one that was cut off is left out."""
    file = folder / "events.jsonl"
    try:
        texts = file.read_bytes().split(b"\n")
    except OSError as error:
        raise DataError(
            f"There is no trace in {folder}: events.jsonl cannot be read "
            f"({error.strerror or error}). Did the program start?"
        ) from error
    lines = []
    # What follows the last line break is nothing, or half a line of a program that died.
    for number, text in enumerate(texts[:-1], 1):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _damaged(folder, number, f"no event ({error})") from error
        if not isinstance(line, dict) or not isinstance(line.get("event"), str):
            raise _damaged(folder, number, "no event, which is an object that names its kind")
        lines.append({**line, "line_number": number})
    if not lines or lines[0]["event"] != "start":
        raise _damaged(folder, 1, "the trace does not begin with its start")
    return lines


def _damaged(folder: Path, number: int, why: str) -> DataError:
    return DataError(
        f"{folder / 'events.jsonl'}, line {number}: {why}; the trace is damaged. "
        "Trace the program again."
    )
