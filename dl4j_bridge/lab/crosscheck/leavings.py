"""What two programs leave beside their traces: exit codes, output, saved networks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from . import divergence as of
from .divergence import Compared, Divergence
from .running import Ran

_Pair = tuple[Ran, Ran]


def leavings(runs: _Pair, *, output: bool) -> Iterator[Compared]:
    """Compare what is left when both have ended.

    Args:
        runs: of the two programs.
        output: whether another text on standard output makes them unequal.
    """
    yield from _saved(runs)
    yield _exit(runs)
    yield _output(runs, judged=output)


def ending(ran: Ran) -> str:
    """How a program ended, in words, with what it said last."""
    if ran.code is None:
        return f"killed after {ran.seconds:.0f} s"
    if ran.code == 0:
        return "exit code 0"
    how = f"signal {-ran.code}" if ran.code < 0 else f"exit code {ran.code}"
    return f"{how} ({why})" if (why := _complaint(ran.errors)) else how


def _complaint(errors: str) -> str:
    """The line that names the fault: Java's and Python's traces have it at different ends."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    java = [line for line in lines if line.startswith(("Exception in thread", "Caused by"))]
    return (java or lines or [""])[-1][:300]


def _exit(runs: _Pair) -> Compared:
    if runs[0].code == runs[1].code:
        return Compared(of.EXIT)
    words = ending(runs[0]), ending(runs[1])
    return Compared(of.EXIT, divergence=Divergence(of.EXIT, "the end", words))


def _output(runs: _Pair, *, judged: bool) -> Compared:
    lines = [ran.output.splitlines() for ran in runs]
    for number, pair in enumerate(zip_longest(*lines, fillvalue=None), 1):
        if pair[0] != pair[1]:
            words = [f"`{line}`" if line is not None else "no such line" for line in pair]
            where = f"standard output, line {number}"
            found = Divergence(of.OUTPUT, where, (words[0], words[1]), judged=judged)
            return Compared(of.OUTPUT, divergence=found)
    return Compared(of.OUTPUT)


def _saved(runs: _Pair) -> Iterator[Compared]:
    """The files of networks, where they still are: entry by entry, since a zip has the time."""
    for one, other in zip(runs[0].trace.saved, runs[1].trace.saved, strict=False):
        if one.path is None or other.path is None:
            continue
        files = runs[0].workplace / one.path, runs[1].workplace / other.path
        if not all(file.is_file() for file in files) or files[0].samefile(files[1]):
            continue
        entries = _entries(files[0]), _entries(files[1])
        for name in sorted({*entries[0], *entries[1]}):
            sums = [f"{held.get(name, 0):08x}" for held in entries]
            found = Divergence(of.SAVED, f"{one.path}: {name}", (sums[0], sums[1]))
            yield Compared(of.SAVED, divergence=None if sums[0] == sums[1] else found)


def _entries(path: Path) -> Mapping[str, int]:
    """Checksum of each entry of a model file; of none, if it is no zip."""
    try:
        with zipfile.ZipFile(path) as file:
            return {info.filename: info.CRC for info in file.infolist()}
    except (OSError, zipfile.BadZipFile):
        return {}
