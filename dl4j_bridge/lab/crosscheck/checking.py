"""Two programs, run alike, then compared."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...course.finding import Finding
from ...errors import DataError
from ...jvm.options import JvmOptions
from .. import folders
from ..programs import Program, compiled, find
from .causes import likely
from .clock import telling_seeds
from .comparing import Comparison, compare
from .leavings import ending, leavings
from .running import Crew, Errand, Ran, run
from .workplace import furnish

Tell = Callable[[str], object]
# What may be the same place for both, wherever they work: then they take turns.
_PLACES_OF_ALL = (b'"/', b"java.io.tmpdir", b"user.home", b'":\\\\')
_PROJECTS = ("pom.xml", "build.gradle", "build.gradle.kts")


@dataclass(frozen=True)
class Rules:
    """How two programs are compared.

    Attributes:
        tolerance: largest absolute difference of numbers that counts as none; with 0 every bit
            counts.
        output: whether standard output must be the same, too.
        timeout: seconds that each may take; None for any time.
    """

    tolerance: float = 0.0
    output: bool = False
    timeout: float | None = None


@dataclass(frozen=True)
class Crosscheck:
    """What came out.

    Attributes:
        sides: what the two programs are called.
        runs: what became of each.
        comparison: of their traces and of what they left.
        causes: why they part, the likeliest first; empty if they do not.
        ported: the Python file that was made for it; None if one was given.
        todos: what could not be translated into it.
        replayed: whether the second got seeds that the first took from the clock.
    """

    sides: tuple[str, str]
    runs: tuple[Ran, Ran]
    comparison: Comparison
    causes: tuple[str, ...]
    ported: Path | None = None
    todos: tuple[Finding, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether nothing that counts differs."""
        return self.comparison.parting is None

    @property
    def replayed(self) -> bool:
        """Whether the second program got seeds that the first took from the clock."""
        return any(seed.replayed for seed in telling_seeds(self.runs[1].trace))


def crosscheck(
    first: Errand,
    second: Errand | None,
    folder: Path,
    rules: Rules | None = None,
    tell: Tell = lambda text: None,
    crew: Crew | None = None,
) -> Crosscheck:
    """Run a Java program and its twin, and compare what they did.

    Args:
        first: the Java program.
        second: its twin; None translates the first into Python.
        folder: takes the traces, the output and the translation.
        rules: how they are compared; None for bit by bit.
        tell: told what is being done.
        crew: of the programs that run beside these, if any.

    Raises:
        UsageError: no such program, or it does not compile.
        DataError: a file cannot be read, or neither program got as far as a network.
        SetupError: Java or jars are not as needed.
    """
    rules = rules or Rules()
    program = find(first.program, first.main)
    tell(f"Compiling {first.program}")
    compiled(program, JvmOptions.from_environment().backend)
    folders.make(folder)
    ported, todos = None, tuple[Finding, ...]()
    if second is None:
        tell(f"Porting {first.program}")
        ported, todos = _ported(program, folder)
        second = Errand(ported, arguments=first.arguments)
    names = first.language, second.language
    sides = names if names[0] != names[1] else ("the first", "the second")
    with tempfile.TemporaryDirectory() as work:
        pair = Pair(first, second, sides, folder, Path(work), rules, crew or Crew())
        check = _settled(pair, together=_independent(program), tell=tell)
    return replace(check, ported=ported, todos=todos)


def judge(runs: tuple[Ran, Ran], sides: tuple[str, str], rules: Rules) -> Crosscheck:
    """Compare what two programs did, while the files that they saved are still there.

    Raises:
        DataError: a trace is damaged, or none of them got as far as a network.
    """
    # Without networks there is but the text to compare.
    traced = any(ran.trace.networks for ran in runs)
    failed = next((ran for ran in runs if ran.code != 0), None)
    if not traced and failed is not None:
        raise DataError(
            f"{failed.errand.program} made no network before it ended: {ending(failed)}. "
            f"Does it run alone? All that it said:\n{failed.errors.strip()[-2000:]}"
        )
    more = leavings(runs, output=rules.output or not traced)
    comparison = compare(runs[0].trace, runs[1].trace, rules.tolerance, more)
    return Crosscheck(sides, runs, comparison, tuple(likely(comparison, sides)))


def origins(errand: Errand) -> list[Path]:
    """Folders that a program's relative paths may mean: ours, its own, its project's."""
    own = errand.program.resolve()
    own = own if own.is_dir() else own.parent
    above = [own, *own.parents][:8]
    project = [one for one in above if any((one / name).exists() for name in _PROJECTS)]
    return [Path.cwd(), own, *project[:1]]


@dataclass(frozen=True)
class Pair:
    """Two programs with the places they work in.

    Attributes:
        first: one of them.
        second: the other.
        sides: what they are called.
        folder: takes what they leave.
        work: takes their working directories.
        rules: how they are compared.
        crew: what they run in.
    """

    first: Errand
    second: Errand
    sides: tuple[str, str]
    folder: Path
    work: Path
    rules: Rules
    crew: Crew = field(default_factory=Crew)

    def run_first(self) -> Ran:
        """Run the first program."""
        return self._run(self.first, self.sides[0], None)

    def run_second(self, replay: Path | None = None) -> Ran:
        """Run the second program, with the seeds of a trace if one is given."""
        return self._run(self.second, self.sides[1], replay)

    def _run(self, errand: Errand, side: str, replay: Path | None) -> Ran:
        name = side.lower().replace(" ", "-")
        folder, workplace = self.folder / name, self.work / name
        for old in (folder, workplace):
            shutil.rmtree(old, ignore_errors=True)
        # The data beside one of them are meant for both.
        data = [*origins(errand), *origins(self.first), *origins(self.second)]
        furnish(workplace, data, without=[self.folder, self.work])
        timeout = self.rules.timeout
        return run(errand, folder, workplace, crew=self.crew, replay=replay, timeout=timeout)


def _settled(pair: Pair, *, together: bool, tell: Tell) -> Crosscheck:
    """Run both; the second once more if only seeds from the clock could have set them apart."""
    with pair.crew.threads(2) as threads:
        if not together:
            tell(f"Running {pair.first.program}")
            first = threads.submit(pair.run_first).result()
            tell(f"Running {pair.second.program}")
            second = threads.submit(pair.run_second, first.trace_folder).result()
            return judge((first, second), pair.sides, pair.rules)
        tell(f"Running {pair.first.program} and {pair.second.program}")
        futures = threads.submit(pair.run_first), threads.submit(pair.run_second)
        first, second = (future.result() for future in futures)
        check = judge((first, second), pair.sides, pair.rules)
        # Seeds from the clock could be what sets the two apart.
        if check.equal or not telling_seeds(first.trace):
            return check
        tell(f"Running {pair.second.program} again, with the seeds that the first took by clock")
        again = threads.submit(pair.run_second, first.trace_folder).result()
        return judge((first, again), pair.sides, pair.rules)


def _independent(program: Program) -> bool:
    """Whether a program can run beside its twin: it sets a seed, and names no place of all."""
    code = b"".join(source.code for source in program.sources)
    return b"seed(" in code and not any(name in code for name in _PLACES_OF_ALL)


def _ported(program: Program, folder: Path) -> tuple[Path, tuple[Finding, ...]]:
    from ...course.port import port

    made = port(program.sources, program.main)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", program.main.rpartition(".")[2]).lower()
    path = folder / f"{name.replace('$', '_')}.py"
    path.write_text(made.text, encoding="utf-8")
    return path, made.todos
