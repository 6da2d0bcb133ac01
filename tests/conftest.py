"""What holds for every test."""

import json
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from dl4j_bridge.jvm.machine import this_machine
from dl4j_bridge.paths import crashes_dir
from tests import spawned

# A shell that runs the tests in the background has them ignore Ctrl-C, nohup has them ignore a lost
# terminal, and so would all that they start: the tests of signals would wait in vain.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    """A test that fails leaves no training behind, and no open pipe."""
    yield
    spawned.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: "pytest.CallInfo[None]"
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a failure: where the JVMs were that crashed meanwhile."""
    report = yield
    if report.failed:
        for file in crashes_dir().glob("hs_err_pid*.log"):
            if file.stat().st_mtime >= call.start:
                begin = file.read_text("utf-8", "replace")[:2000]
                report.sections.append((f"the JVM's {file.name}", begin))
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--figures",
        type=Path,
        metavar="FILE",
        help="Put what passed tests measured into FILE; what is there of others stays.",
    )


def pytest_xdist_auto_num_workers() -> int:
    """As many processes as cores, one more than two: many tests mostly wait for others."""
    cores = this_machine().cores
    return cores + (cores <= 2)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gpu: needs a graphics card that Deeplearning4j can use")
    config.addinivalue_line("markers", "fault(*numbers): holds these faults of tests/faults.py")
    config.addinivalue_line("markers", "alone: measures times, so nothing runs beside it")
    # With several processes, the one that hears of all tests writes.
    if config.getoption("--figures") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Figures(config.getoption("--figures")))


# Minutes each: begun last, one of these would leave the other processes without work.
_LONGEST = (
    "process/test_clean_clone.py",
    "cli/test_docs.py",
    "jvm/test_spark.py",
    "process/test_crosscheck_programs.py",
    "cli/test_tune.py",
    "cli/test_train.py",
    "jvm/test_spark_module.py",
    "torture/test_long_life.py",
    "torture/test_fast_accuracy.py",
    "torture/test_spark_module.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    first = {here / name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


class _Figures:
    """Collects the "figure" properties of tests that pass."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._found: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            figures = [str(value) for name, value in report.user_properties if name == "figure"]
            if figures:
                self._found[report.nodeid] = "; ".join(figures)

    def pytest_sessionfinish(self) -> None:
        before = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        lines = json.dumps({**before, **self._found}, indent=2, sort_keys=True, ensure_ascii=False)
        self._file.write_text(lines + "\n", encoding="utf-8")
