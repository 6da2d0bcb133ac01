"""Checkpoints: which are kept, which is gone on from when some are damaged."""

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.checkpoints import Checkpoints
from dl4j_bridge.errors import CheckpointWarning, ModelFileError, UsageError
from dl4j_bridge.modelfile import read
from dl4j_bridge.modelfile.stored import content
from dl4j_bridge.training_state import TrainingState
from tests.modelfiles import WEIGHTS, array, mlp


def state(epochs: int, batches: int = 0) -> TrainingState:
    """After so many epochs of three batches."""
    return TrainingState(
        call={"batch_size": 8},
        rows=[{"epoch": n + 1, "iterations": 3, "loss": 0.1 + 0.2} for n in range(epochs)],
        scores=np.linspace(1, 0, 3 * epochs + batches),
        batches=batches,
        rate=1e-3,
        seconds=0.25,
        over=False,
        random=(-(2**63), 2**63 - 1),
        counts=[(7, 2), (7, 2)],  # those of the model beside it
        watch={"early_stopping": [float("inf"), 0]},
        best=(np.empty(0, np.float32), np.empty(0, np.float32)),
    )


def written(folder: Path, *epochs: int) -> Checkpoints:
    checkpoints = Checkpoints(folder)
    for epoch in epochs:
        checkpoints.write(mlp(), state(epoch))
    return checkpoints


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_state_survives_the_way_through_bytes() -> None:
    before = replace(state(2, 1), best=(np.float16([1, -0.0]), np.float64([np.pi])))
    after = TrainingState.from_bytes(before.to_bytes())
    assert after.rows == before.rows
    assert (after.random, after.counts, after.rate) == (before.random, before.counts, 1e-3)
    assert after.watch == before.watch
    for ours, theirs in zip(
        (after.scores, *after.best), (before.scores, *before.best), strict=True
    ):
        assert (ours.dtype, ours.tobytes()) == (theirs.dtype, theirs.tobytes())


@pytest.mark.parametrize("cut", [0, 4, 7, 8, 60, -1])
def test_a_state_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match=r"state|cut|JSON|Expecting|Unterminated|delimiter"):
        TrainingState.from_bytes(state(1).to_bytes()[:cut])


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": 2},
        {"rows": 3},
        {"rows": []},
        {"batches": -1},
        {"batches": 2},
        {"counts": [[1]]},
        {"arrays": [["float64", 2**50], ["float32", 0], ["float32", 0]]},
        {"arrays": [["object", 1]]},
        {"arrays": []},
        {"watch": None},
        {"random": "x"},
    ],
)
def test_a_state_that_contradicts_itself_is_refused(changed: dict[str, object]) -> None:
    whole = state(1).to_bytes()
    (length,) = struct.unpack_from("<Q", whole)
    header = json.dumps({**json.loads(whole[8 : 8 + length]), **changed}).encode()
    with pytest.raises(ValueError, match=r"."):
        TrainingState.from_bytes(struct.pack("<Q", len(header)) + header + whole[8 + length :])


def test_the_last_two_are_kept(tmp_path: Path) -> None:
    checkpoints = written(tmp_path, 1, 2, 3)
    checkpoints.write(mlp(), state(3, 2))
    assert names(tmp_path) == ["epoch-0003-batch-00002.zip", "epoch-0003.zip"]
    found = Checkpoints(tmp_path).read()
    assert found is not None
    assert (len(found[1].rows), found[1].batches) == (3, 2)
    assert read(tmp_path / "epoch-0003.zip").details["epochs"] == 3


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(whole)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def contradict(path: Path) -> None:
    """A sound model file whose state is another moment's."""
    entries = {name: content(read(path), name) for name in mlp()}
    path.unlink()
    (path.parent / "other").mkdir()
    Checkpoints(path.parent / "other").write(entries, state(1))
    (path.parent / "other" / "epoch-0001.zip").rename(path)
    (path.parent / "other").rmdir()


@pytest.mark.fault(9)
@pytest.mark.parametrize("damage", [cut, flip, empty, contradict])
def test_a_damaged_one_is_passed_over_with_a_word(tmp_path: Path, damage) -> None:
    written(tmp_path, 1, 2)
    damage(tmp_path / "epoch-0002.zip")
    checkpoints = Checkpoints(tmp_path)
    with pytest.warns(CheckpointWarning, match=r"epoch-0002.*Going on from .*epoch-0001\.zip"):
        found = checkpoints.read()
    assert found is not None
    assert len(found[1].rows) == 1
    assert checkpoints.resumed_from == tmp_path / "epoch-0001.zip"
    # Set aside: a later checkpoint must not be removed in its favour.
    assert names(tmp_path) == ["epoch-0001.zip", "epoch-0002.zip.damaged"]


NAN = array(np.where(np.arange(23) == 4, np.float32("nan"), WEIGHTS), (1, 23))
NOTHING, THREE = np.empty(0, np.float32), np.ones(3, np.float32)


@pytest.mark.fault(9)
@pytest.mark.parametrize(
    ("entries", "changed", "words"),
    [
        (mlp(), {"counts": [(8, 2)]}, "it counts"),
        (mlp(), {"counts": []}, "it counts"),
        (mlp(), {"best": (THREE, NOTHING)}, "its best epoch has 3 parameters, not 23"),
        (mlp(), {"best": (NOTHING, THREE)}, "its best epoch has a state of 3 values"),
        (mlp(coefficients=NAN), {}, "parameters of the network are NaN"),
    ],
)
def test_halves_that_contradict_each_other_are_damage(
    tmp_path: Path, entries: dict[str, bytes], changed: dict[str, object], words: str
) -> None:
    Checkpoints(tmp_path).write(entries, replace(state(1), **changed))
    with pytest.raises(ModelFileError, match=words):
        Checkpoints(tmp_path).read()


@pytest.mark.fault(7)
def test_what_does_not_read_back_is_not_kept(tmp_path: Path) -> None:
    checkpoints = written(tmp_path, 1)
    before = (tmp_path / "epoch-0001.zip").read_bytes()
    with pytest.raises(ModelFileError, match="does not read back"):
        checkpoints.write({**mlp(), "coefficients.bin": b"damaged"}, state(1))
    assert (tmp_path / "epoch-0001.zip").read_bytes() == before
    assert names(tmp_path) == ["epoch-0001.zip"]


@pytest.mark.fault(9)
def test_all_damaged_are_named(tmp_path: Path) -> None:
    written(tmp_path, 1, 2)
    for path in tmp_path.iterdir():
        flip(path)
    with pytest.raises(ModelFileError, match=r"epoch-0002\.zip.*epoch-0001\.zip") as caught:
        Checkpoints(tmp_path).read()
    assert caught.value.exit_code == 5
    assert names(tmp_path) == ["epoch-0001.zip", "epoch-0002.zip"]


def test_none_yet_is_no_error(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path).read() is None
    assert Checkpoints(tmp_path / "missing").read() is None
    assert names(tmp_path) == []


def test_when_one_is_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("dl4j_bridge.checkpoints.time.perf_counter", lambda: now)
    each, second = Checkpoints(tmp_path, every=1), Checkpoints(tmp_path, every=2)
    minutes, none = Checkpoints(tmp_path, every=0, minutes=2), Checkpoints(tmp_path, every=0)
    assert [each.is_due_after(n) for n in (1, 2)] == [True, True]
    assert [second.is_due_after(n) for n in (1, 2)] == [False, True]
    assert [none.is_due_after(n) for n in (1, 2)] == [False, False]
    now += 119
    assert not minutes.is_due()
    now += 1
    assert minutes.is_due()
    assert minutes.is_due_after(1)
    assert not each.is_due()


def test_without_a_word_they_take_a_twentieth_of_the_time_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0

    def clock() -> float:
        nonlocal now
        now += 1  # a checkpoint looks twice, so one costs a second
        return now

    monkeypatch.setattr("dl4j_bridge.checkpoints.time.perf_counter", clock)
    checkpoints = Checkpoints(tmp_path)
    assert checkpoints.is_due_after(1)
    checkpoints.write(mlp(), state(1))
    assert not checkpoints.is_due_after(2)
    now += 20
    assert checkpoints.is_due_after(3)


@pytest.mark.parametrize(
    "wrong",
    [{"every": -1}, {"every": 1.5}, {"every": True}, {"keep": 0}, {"minutes": 0}],
)
def test_numbers_that_make_no_sense_are_refused(tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        Checkpoints(tmp_path, **wrong)  # type: ignore[arg-type]
