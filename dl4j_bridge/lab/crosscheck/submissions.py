"""A folder of students' programs, each cross-checked; none stops the others."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...course.mains import mains
from ...course.neighbours import with_neighbours
from ...course.program import readable
from ...errors import BridgeError, DataError, UsageError
from ...jvm.options import JvmOptions
from ..page import Page, Table
from ..programs import compiled, find
from . import telling
from .checking import Crosscheck, Pair, Rules, crosscheck, judge
from .leavings import ending
from .running import Crew, Errand, Ran


@dataclass(frozen=True)
class Submission:
    """What became of a student's program.

    Attributes:
        name: of its file or folder.
        check: the comparison; None if it did not get that far.
        compiles: None if that was not tried.
        against: whether it was compared with a reference.
        message: why it is not compared; else empty.
    """

    name: str
    check: Crosscheck | None = None
    compiles: bool | None = None
    against: bool = False
    message: str = ""

    @property
    def ran(self) -> Ran | None:
        """The student's own run."""
        return self.check.runs[1 if self.against else 0] if self.check else None

    @property
    def runs(self) -> bool:
        """Whether it came to its end without a fault."""
        return self.ran is not None and self.ran.code == 0

    @property
    def equal(self) -> bool:
        """Whether nothing that counts differs."""
        return self.check is not None and self.check.equal

    @property
    def parting(self) -> str:
        """Where it parts and why, or why it was not compared; empty if it is equal."""
        if self.check is None:
            return self.message
        found = self.check.comparison.parting
        return f"{found.told(self.check.sides)}. {self.check.causes[0]}" if found else ""

    def cells(self) -> dict[str, str]:
        """Its row of the table."""
        words = {True: "yes", False: "no", None: "–"}
        ran = self.ran
        accuracy = telling.accuracy(ran.trace) if ran else None
        return {
            "name": self.name,
            "compiles": words[self.compiles],
            "runs": words[self.runs if self.compiles else None],
            "equal": words[self.equal if self.check else None],
            "first divergence": self.parting.splitlines()[0] if self.parting else "–",
            "accuracy": "–" if accuracy is None else f"{accuracy:.2%}",
            "seconds": f"{ran.seconds:.1f}" if ran else "–",
        }

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "name": self.name,
            "compiles": self.compiles,
            "runs": self.runs,
            "equal": self.equal,
            "first_divergence": self.parting or None,
            "check": telling.as_dict(self.check) if self.check else None,
        }


def is_one_program(folder: Path) -> bool:
    """Whether but one class in a folder, at any depth, can be started."""
    return sum(len(mains(source)) for source in readable(folder)) == 1


def programs_in(folder: Path) -> list[Path]:
    """The submissions of a folder: its Java files, and its folders that hold some.

    What cannot be started itself, but is used by something that can, belongs to it.

    Raises:
        UsageError: there are none.
    """
    entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    files = {
        path: readable(path)
        for path in entries
        if path.suffix == ".java" or (path.is_dir() and any(path.rglob("*.java")))
    }
    if not files:
        raise UsageError(
            f"{folder} holds no submissions: neither .java files nor folders with some."
        )
    starts = {path for path, sources in files.items() if any(map(mains, sources))}
    used = {
        source.path.absolute()
        for path in starts
        for start in files[path]
        if mains(start)
        for source in with_neighbours(start)
    }
    return [
        path
        for path, sources in files.items()
        if path in starts or not sources or any(one.path.absolute() not in used for one in sources)
    ]


def check_all(
    programs: Sequence[Path],
    folder: Path,
    rules: Rules,
    *,
    reference: Errand | None = None,
    workers: int = 1,
    tell: Callable[[str], object] = lambda text: None,
) -> list[Submission]:
    """Cross-check programs side by side, each with its translation or with a reference.

    Args:
        programs: Java files or folders.
        folder: takes what each leaves, in a folder with its name.
        rules: how they are compared.
        reference: the teacher's solution; None compares each with its own translation.
        workers: how many at a time.
        tell: told what has come out, as it does.

    Returns:
        One for each, in the order of the programs.

    Raises:
        BridgeError: the reference itself does not run.
    """
    crew = Crew()
    with tempfile.TemporaryDirectory() as work, crew.threads(workers) as threads:
        solution = _solution(reference, folder, Path(work), rules) if reference else None
        futures = {
            threads.submit(_check, path, folder / path.name, rules, solution, crew): path
            for path in programs
        }
        for future in as_completed(futures):
            one = future.result()
            tell(f"{one.name}: {'equal' if one.equal else one.parting.splitlines()[0]}")
        return [future.result() for future in futures]


def comma_separated(submissions: Sequence[Submission]) -> str:
    """The table as CSV with a heading."""
    text = io.StringIO()
    rows = [one.cells() for one in submissions]
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def page(submissions: Sequence[Submission], title: str, reference: Errand | None) -> Page:
    """The table as a page."""
    equal = sum(one.equal for one in submissions)
    against = f"with {reference.program.name}" if reference else "each with its translation"
    return Page(
        title=title,
        lead=f"{len(submissions)} submissions compared {against}",
        answers={"How many are equal?": [f"{equal} of {len(submissions)}."]},
        pictures={},
        facts={
            one.name: {f"cause {n}": text for n, text in enumerate(one.check.causes, 1)}
            for one in submissions
            if one.check
        },
        tables=[Table("Submissions", [one.cells() for one in submissions])],
        about_numbers="Accuracy: of the program's last evaluation. Seconds: of its run, compiling "
        "included.",
    )


def _solution(reference: Errand, folder: Path, work: Path, rules: Rules) -> Ran:
    """The teacher's solution, run once; its seeds are for all."""
    sides = ("reference", "submission")
    ran = Pair(reference, reference, sides, folder, work, rules).run_first()
    if ran.code != 0:
        raise DataError(
            f"The reference {reference.program} does not run to its end: {ending(ran)}. "
            "Mend it first."
        )
    return ran


def _check(path: Path, folder: Path, rules: Rules, solution: Ran | None, crew: Crew) -> Submission:
    try:
        program = find(path)
    except BridgeError as error:
        return Submission(path.name, message=str(error))
    try:
        compiled(program, JvmOptions.from_environment().backend)
    except UsageError as error:
        return Submission(path.name, compiles=False, message=str(error))
    try:
        if solution is None:
            check = crosscheck(Errand(path), None, folder, rules, crew=crew)
        else:
            check = _against(solution, Errand(path), folder, rules, crew)
    except BridgeError as error:
        return Submission(path.name, compiles=True, message=str(error))
    return Submission(path.name, check, compiles=True, against=solution is not None)


def _against(solution: Ran, errand: Errand, folder: Path, rules: Rules, crew: Crew) -> Crosscheck:
    with tempfile.TemporaryDirectory() as work:
        sides = ("the reference", "the submission")
        pair = Pair(solution.errand, errand, sides, folder, Path(work), rules, crew)
        return judge((solution, pair.run_second(solution.trace_folder)), sides, rules)
