"""Every program of tests/course does the same in Java and, translated, in Python."""

import shutil
from pathlib import Path

import pytest

from dl4j_bridge.lab.crosscheck.checking import Rules
from dl4j_bridge.lab.crosscheck.submissions import Submission, check_all, programs_in

COURSE = Path(__file__).parents[1] / "course"
PROGRAMS = programs_in(COURSE)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Submission]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL4J_BRIDGE_THREADS", "1")
        # Short runs: the better compiler would take more time than it saves, and computes alike.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:CICompilerCount=1")
        # Away from this repository, whose files would be copied for each run as possible data.
        out = tmp_path_factory.mktemp("programs")
        course = shutil.copytree(COURSE, out / "course")
        patch.chdir(course)
        checked = check_all(programs_in(course), out / "traces", Rules(timeout=300), workers=2)
    return {one.name: one for one in checked}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_it_is_equal_in_every_bit(done: dict[str, Submission], program: Path) -> None:
    one = done[program.name]
    assert one.check is not None, one.message
    assert one.equal, f"{one.parting}\n" + "\n".join(one.check.causes)
    assert one.check.todos == ()
    parts = {aspect.name: aspect for aspect in one.check.comparison.aspects}
    assert parts["final parameters"].largest == 0.0
    assert parts["scores"].largest == 0.0
    assert parts["scores"].compared > 0
    assert one.check.replayed == (program.stem == "NoSeed")
