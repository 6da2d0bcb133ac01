"""The bench, very short: three contenders and one network in real processes."""

import sys
from pathlib import Path

import pytest

from bench import measure, startup
from bench.__main__ import write_mnist
from bench.contenders import Contender, clean_environment, contenders
from bench.process import Worker, WorkerFailed
from bench.results import Results
from bench.stock import compile_stock
from bench.workloads import LECTURE, Network, Row, Schedule

TINY = Network("784-8-10", (8,), batch=32, iterations=20, learning_rate=0.05)
SHORT = Schedule(rounds=2, warm_up=0.2, limit=30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    write_mnist(folder / "mnist.npz")
    return folder


@pytest.fixture(scope="module")
def stock(folder: Path) -> tuple[str, ...]:
    return compile_stock(folder)


def test_contenders_side_by_side(folder: Path, stock: tuple[str, ...]) -> None:
    absent = {"torch": "", "keras": ""}
    everyone = contenders(stock, Path(sys.executable), absent, cores=1)
    assert [one.label for one in everyone][:3] == [
        "ours, nothing set",
        "stock, nothing set",
        "ours/1",
    ]
    three = [one for one in everyone if one.threads == 1]
    results = Results()
    workers = measure.start(three, folder / "mnist.npz", folder, results)
    try:
        for ask in ("train", "predict", "convert"):
            measure.measure(Row(ask, ask, TINY), workers, SHORT, results)
    finally:
        for worker in workers:
            worker.close()
    assert [(one.row, one.contender) for one in results.measurements] == [
        ("train", "ours"),
        ("train", "stock"),
        ("train", "scikit-learn"),
        ("predict", "ours"),
        ("predict", "stock"),
        ("predict", "scikit-learn"),
        ("convert", "ours"),
    ]
    assert all(len(one.ms) == 2 and min(one.ms) > 0 for one in results.measurements)
    accuracies = [one.accuracy or 0.0 for one in results.measurements[:3]]
    assert min(accuracies) > 0.5
    assert results.missing == {
        "stock, convert": "a plain Java program has no numpy arrays",
        "scikit-learn, convert": "its arrays are numpy's own",
    }
    assert results.versions["deeplearning4j"] == "1.0.0-M2.1"


def test_who_does_not_start_is_left_out(folder: Path) -> None:
    broken = Contender("broken", (sys.executable, "-c", "raise SystemExit('no such thing')"), None)
    results = Results()
    assert measure.start([broken], folder / "mnist.npz", folder, results) == []
    assert results.missing == {"broken": "no such thing"}


def test_who_takes_too_long_is_given_up(folder: Path) -> None:
    sleeper = "import time; print('{\"versions\": {}}', flush=True); time.sleep(60)"
    contender = Contender("sleeper", (sys.executable, "-c", sleeper), None)
    worker = Worker(contender, folder / "mnist.npz", folder / "log")
    worker.versions()
    with pytest.raises(WorkerFailed, match=r"longer than 0.2 s"):
        worker.ask("prepare", LECTURE, limit=0.2)
    with pytest.raises(WorkerFailed):
        worker.ask("train")
    worker.close()


def test_nothing_set_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert "OMP_NUM_THREADS" not in clean_environment()
    assert clean_environment(2)["OMP_NUM_THREADS"] == "2"


def test_starts_are_timed(stock: tuple[str, ...]) -> None:
    all_starts = startup.starts(stock, Path("none"), {"PyTorch", "Keras", "scikit-learn"})
    wanted = [one for one in all_starts if one.row in (startup.IMPORT, startup.HELP)]
    results = Results()
    startup.measure(wanted, 1, results)
    assert [one.row for one in results.measurements] == [startup.IMPORT, startup.HELP]
    assert all(0 < one.median < 30_000 for one in results.measurements)
