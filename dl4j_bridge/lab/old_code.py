"""Course programs written for an older Deeplearning4j: explained, and repaired."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from ..course.faults import CourseFaults, Fault, said
from ..course.finding import Finding
from ..course.neighbours import source_root
from ..course.oldapi import Classes, Repair, check, repaired
from ..course.program import Program
from ..course.source import Source
from ..errors import DataError
from ..paths import PACKAGE
from .libraries import libraries


@dataclass(frozen=True)
class Repaired:
    """What a repair found and wrote.

    Attributes:
        findings: the old API, in the order of the files.
        by_hand: those of them that only a person can repair.
        program: the repaired copy.
    """

    findings: tuple[Finding, ...]
    by_hand: tuple[Finding, ...]
    program: Program


def explained(program: Program, jars: Sequence[Path], error: CourseFaults) -> CourseFaults:
    """The error of a program that does not compile, in which the old API speaks first."""
    repairs = _repairs(program, jars)
    findings = [one.finding for one in repairs]
    if not findings:
        return error
    lines = [
        "The program is written for an older Deeplearning4j than 1.0.0-M2.1:",
        *_told(findings, error.faults),
    ]
    if any(one.edits for one in repairs):
        path = program.sources[0].path
        lines.append(f"`dl4j-bridge run --fix {path}` writes a repaired copy.")
    return CourseFaults(error.faults, "\n".join(lines))


def left_over(done: Repaired, error: CourseFaults, backend: str = "cpu") -> CourseFaults:
    """The error of a repaired copy that does not compile: what only a person can repair."""
    findings = old_code(done.program, libraries(done.program, backend))
    lines = _told(findings, error.faults)
    count = len(findings) + len(_unexplained(error.faults, findings))
    what = "1 thing in it is" if count == 1 else f"{count} things in it are"
    copy = done.program.sources[0].path
    head = f"{copy} is written; {what} left to repair by hand:"
    return CourseFaults(error.faults, "\n".join([head, *lines]))


def _told(findings: Sequence[Finding], faults: Sequence[Fault]) -> list[str]:
    """Findings, then the faults that they do not explain."""
    rest = _unexplained(faults, findings)
    return [*map(str, findings), *([said(rest)] if rest else [])]


def _unexplained(faults: Sequence[Fault], findings: Sequence[Finding]) -> list[Fault]:
    return [fault for fault in faults if not _is_explained(fault, findings)]


def old_code(program: Program, jars: Sequence[Path]) -> list[Finding]:
    """What a program has of the old API."""
    return [one.finding for one in _repairs(program, jars)]


def _repairs(program: Program, jars: Sequence[Path]) -> list[Repair]:
    classes = classes_of(jars)
    return [one for source in program.sources for one in check(source, classes)]


def repair(program: Program, folder: Path, backend: str = "cpu") -> Repaired:
    """Write a copy of a program in which the old API is replaced; its own files stay as they are.

    Args:
        program: as `programs.find` gives it.
        folder: the root of the copy's packages.
        backend: against whose jars to look.

    Raises:
        DataError: a file cannot be written, or would overwrite the program.
        SetupError: the jars are not to be had.
    """
    classes = classes_of(libraries(program, backend))
    root = source_root(program.sources[0]) or program.sources[0].path.absolute().parent
    findings: list[Repair] = []
    copies = []
    for source in program.sources:
        found = check(source, classes)
        findings += found
        path = folder / source.path.absolute().relative_to(root)
        copies.append(Source(path, repaired(source, found)))
    _write(copies, program)
    return Repaired(
        tuple(one.finding for one in findings),
        tuple(one.finding for one in findings if not one.edits),
        Program(tuple(copies), program.main),
    )


def _write(copies: Sequence[Source], program: Program) -> None:
    own = {source.path.resolve() for source in program.sources}
    for copy in copies:
        if copy.path.resolve() in own:
            raise DataError(
                f"{copy.path} is the program itself; a repaired copy would overwrite it. "
                "Choose another folder with --out."
            )
        try:
            copy.path.parent.mkdir(parents=True, exist_ok=True)
            copy.path.write_bytes(copy.code)
        except OSError as error:
            raise DataError(
                f"{copy.path} cannot be written: {error.strerror or error}. "
                "Choose another folder with --out."
            ) from error


def classes_of(jars: Sequence[Path]) -> Classes:
    """The classes in jars."""
    names: set[str] = set()
    for jar in jars:
        with ZipFile(jar) as archive:
            entries = (name for name in archive.namelist() if name.endswith(".class"))
            names.update(name.removesuffix(".class").replace("/", ".") for name in entries)
    return Classes(names, mirrored())


def mirrored() -> dict[str, str]:
    """The classes that the mirror shows: of several with one name, its first is the one meant."""
    found: dict[str, str] = {}
    for line in (PACKAGE / "dl4j" / "classes.txt").read_text("utf-8").splitlines():
        package, _, words = line.partition(": ")
        for word in words.split() if not line.startswith("#") else ():
            found.setdefault(word, f"{package}.{word}")
    return found


def _is_explained(fault: Fault, findings: Sequence[Finding]) -> bool:
    """Whether a finding is about the same line, or about the class that is missing."""
    if any((one.path, one.line) == (fault.path, fault.line) for one in findings):
        return True
    missing = re.search(
        r"symbol: (?:class|variable) (\w+)|^(\w+) cannot be resolved", fault.message
    )
    name = missing[1] or missing[2] if missing else None
    return any(one.what.rstrip("`").endswith(f".{name}") for one in findings)
