"""Comparisons with real workers: what dies, what is resumed, what a cluster gives."""

import json
import os
import signal
from pathlib import Path

import pytest

from dl4j_bridge.errors import SetupError, UsageError
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.lab.cluster import Cluster
from dl4j_bridge.lab.comparing import compare
from dl4j_bridge.lab.counting import Moment
from dl4j_bridge.lab.workers import Workers
from dl4j_bridge.updaters import Updater

BASE = Experiment(
    name="small",
    data="digits",
    layers=(
        Layer("DenseLayer", {"nOut": 20, "activation": "RELU"}),
        Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"}),
    ),
    updater=Updater("Adam", {"learningRate": 0.01}),
    batch_size=64,
    epochs=2,
    validation=0.2,
)
AXES = {"updater": ["adam", "sgd"], "learning-rate": ["0.01"]}
SEEDS = [1, 2]


def accuracies(outcomes) -> list[float | None]:
    return [one.accuracy for one in outcomes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A comparison that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    moments: list[Moment] = []
    done = compare(BASE, AXES, SEEDS, folder, workers=2, report=moments.append)
    return done, moments


def test_runs_side_by_side_are_all_there(whole) -> None:
    done, moments = whole
    assert [one.status for one in done.outcomes] == ["done"] * 4
    assert min(one.accuracy for one in done.outcomes[:2]) > 0.7
    assert all(one.validation is not None for one in done.outcomes)
    # One model a setting is kept.
    assert [(one.folder / "model.zip").exists() for one in done.outcomes] == [True, False] * 2
    assert moments[-1].share == 1.0
    assert sorted(m.done for m in moments if m.said) == [1, 2, 3, 4]


def test_one_worker_gives_the_same_numbers(whole, tmp_path: Path) -> None:
    alone = compare(BASE, AXES, SEEDS, tmp_path / "alone", workers=1)
    assert accuracies(alone.outcomes) == accuracies(whole[0].outcomes)


def test_runs_of_a_seed_begin_alike(whole) -> None:
    """The first score is that of the initial weights on the first batch: no updater shows yet."""
    import numpy as np

    adam, sgd = whole[0].outcomes[0], whole[0].outcomes[2]
    first = [np.load(one.folder / "scores.npy")[0] for one in (adam, sgd)]
    assert first[0] == first[1]


@pytest.mark.fault(17)
def test_a_worker_that_dies_loses_only_its_run(whole, tmp_path: Path) -> None:
    workers = Workers(1)
    left, struck = [signal.SIGSEGV, signal.SIGKILL], set[int]()

    def kill_two(moment: Moment) -> None:
        process = workers._workers[0]._process
        if left and moment.share > 0 and process is not None and process.pid not in struck:
            struck.add(process.pid)
            os.kill(process.pid, left.pop(0))

    done = compare(BASE, AXES, SEEDS, tmp_path, pool=workers, report=kill_two)
    assert [one.status for one in done.outcomes] == ["failed", "failed", "done", "done"]
    # A JVM that gets SIGSEGV writes its report, then aborts.
    assert "SIGABRT" in done.outcomes[0].message
    assert "SIGKILL" in done.outcomes[1].message
    again = compare(BASE, AXES, SEEDS, tmp_path, workers=1, resume=True)
    assert accuracies(again.outcomes) == accuracies(whole[0].outcomes)


def test_what_is_there_is_not_run_again(whole, tmp_path: Path) -> None:
    class Nobody:
        def run(self, orders, on_row, on_end) -> None:
            raise AssertionError("there is nothing to run")

    done = whole[0]
    again = compare(BASE, AXES, SEEDS, done.folder, pool=Nobody(), resume=True)
    assert accuracies(again.outcomes) == accuracies(done.outcomes)


def test_a_journal_cut_short_costs_one_run(whole, tmp_path: Path) -> None:
    folder = whole[0].folder
    journal = folder / "outcomes.jsonl"
    text = journal.read_text("utf-8")
    journal.write_text(text[:-20], "utf-8")
    ordered = []

    class Counting(Workers):
        def run(self, orders, on_row, on_end) -> None:
            ordered.extend(orders)
            super().run(orders, on_row, on_end)

    again = compare(BASE, AXES, SEEDS, folder, pool=Counting(1), resume=True)
    assert len(ordered) == 1
    assert accuracies(again.outcomes) == accuracies(whole[0].outcomes)


def test_a_diverged_run_is_kept_as_such(tmp_path: Path) -> None:
    axes = {"learning-rate": ["1e30", "0.01"]}
    sgd = Experiment(**{**vars(BASE), "updater": Updater("Sgd")})
    done = compare(sgd, axes, [1], tmp_path, workers=1)
    assert [one.status for one in done.outcomes] == ["diverged", "done"]
    assert "iteration" in done.outcomes[0].message
    line = json.loads((tmp_path / "outcomes.jsonl").read_text("utf-8").splitlines()[0])
    assert line["status"] == "diverged"


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(UsageError, match="--resume"):
        compare(BASE, AXES, SEEDS, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_numbers(whole, tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as scheduler:
        pool = Cluster(scheduler.scheduler_address)
        done = compare(BASE, AXES, SEEDS, tmp_path / "cluster", pool=pool)
    assert accuracies(done.outcomes) == accuracies(whole[0].outcomes)


@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_is_said() -> None:
    with pytest.raises(SetupError, match="No Dask scheduler answers"):
        Cluster("tcp://127.0.0.1:9", timeout=1)
