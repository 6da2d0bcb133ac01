"""Event files, read back by TensorBoard itself."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from dl4j_bridge.errors import DataError, SetupError, UsageError
from dl4j_bridge.history import History
from dl4j_bridge.lab.tensorboard import EventLog, write_events


def row(epoch: int, **more: float | None) -> dict[str, float | None]:
    loss = 1 / epoch
    return {"epoch": epoch, "iterations": 3, "loss": loss, "seconds": 6.0, **more}


def read(folder: Path) -> dict[str, list[tuple[int, float, float]]]:
    events = EventAccumulator(str(folder)).Reload()
    return {
        tag: [(one.step, one.value, one.wall_time) for one in events.Scalars(tag)]
        for tag in events.Tags()["scalars"]
    }


def test_every_number_arrives_once_while_the_log_is_open(tmp_path: Path) -> None:
    history = History()
    with EventLog(tmp_path, began=1000.0) as log:
        for epoch in (1, 2):
            history.add_scores(np.array([3.0, 2.0, 1.0]) / epoch)
            history.append(row(epoch, test_accuracy=0.5 * epoch, learning_rate=None))
            log.update(history)
            log.update(history)
            assert len(read(tmp_path)["epoch/loss"]) == epoch
        history.add_scores(np.array([0.25]))  # an epoch that was cut short
        log.update(history)
    assert read(tmp_path) == {
        "iteration/score": [
            (1, 3.0, 1002.0),
            (2, 2.0, 1004.0),
            (3, 1.0, 1006.0),
            (4, 1.5, 1008.0),
            (5, 1.0, 1010.0),
            (6, 0.5, 1012.0),
            (7, 0.25, 1012.0),
        ],
        "epoch/loss": [(1, 1.0, 1006.0), (2, 0.5, 1012.0)],
        "epoch/seconds": [(1, 6.0, 1006.0), (2, 6.0, 1012.0)],
        "epoch/test_accuracy": [(1, 0.5, 1006.0), (2, 1.0, 1012.0)],
    }


def test_a_run_that_has_ended(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "history.jsonl").write_text(json.dumps(row(1, validation_loss=0.75)) + "\n")
    np.save(run / "scores.npy", np.array([3.0, 2.0, 1.0]))
    write_events(run, tmp_path / "events")
    told = read(tmp_path / "events")
    assert [value for _, value, _ in told["iteration/score"]] == [3.0, 2.0, 1.0]
    assert told["epoch/validation_loss"][0][:2] == (1, 0.75)
    assert abs(told["epoch/loss"][0][2] - time.time()) < 60


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no run folder: it lacks"):
        write_events(tmp_path, tmp_path / "events")


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "events").touch()
    with pytest.raises(UsageError, match="events cannot be written"):
        EventLog(tmp_path / "events")


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard.summary.writer.event_file_writer", None)
    with pytest.raises(SetupError, match=r"pip install 'dl4j-bridge\[tensorboard\]'"):
        EventLog(tmp_path)
