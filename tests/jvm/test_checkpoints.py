"""Checkpoints beside a network that is trained in this process."""

import json
from pathlib import Path

import jpype
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import dl4j
from dl4j_bridge.checkpoints import Checkpoints
from dl4j_bridge.claim import claimed
from dl4j_bridge.dl4j import epochs
from dl4j_bridge.dl4j.resuming import counts, updater_state, values
from dl4j_bridge.errors import CheckpointWarning, UsageError
from dl4j_bridge.history import Row
from dl4j_bridge.progress import Status

IRIS = bridge.datasets.iris()


def network(units: int = 6):
    j = dl4j
    hidden = j.DenseLayer.Builder().nIn(4).nOut(units).activation(j.Activation.TANH).build()
    output = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT).nIn(units).nOut(3)
    builder = j.NeuralNetConfiguration.Builder().seed(7).updater(j.Adam(0.01)).list()
    return j.MultiLayerNetwork(
        builder.layer(hidden).layer(output.activation(j.Activation.SOFTMAX).build()).build()
    )


def fit(net, folder: Path | Checkpoints, **how) -> bridge.History:
    return bridge.fit(net, IRIS, **{"epochs": 2, "progress": False, "checkpoints": folder, **how})


def test_deeplearning4j_opens_a_checkpoint(tmp_path: Path) -> None:
    net = network()
    fit(net, tmp_path)
    file = jpype.JClass("java.io.File")(str(tmp_path / "epoch-0002.zip"))
    restored = dl4j.ModelSerializer.restoreMultiLayerNetwork(file, True)
    for ours, theirs in (
        (net.params(), restored.params()),
        (updater_state(net), updater_state(restored)),
    ):
        assert values(theirs).any()
        assert values(ours).tobytes() == values(theirs).tobytes()
    assert counts(restored)[0] == counts(net)[0] == (2, 2)
    assert str(restored.getLayerWiseConfigurations()) == str(net.getLayerWiseConfigurations())


@pytest.mark.parametrize(
    ("other", "name"),
    [({"units": 7}, "network"), ({"batch_size": 9}, "batch_size"), ({"seed": 5}, "seed")],
)
def test_another_training_is_refused(tmp_path: Path, other: dict[str, int], name: str) -> None:
    fit(network(), tmp_path, epochs=1)
    net = network(other.pop("units", 6))
    with pytest.raises(UsageError, match=f"checkpoints of another training: its {name} was"):
        fit(net, tmp_path, **other)


@pytest.mark.parametrize("ends", [1, 2])
def test_a_training_that_is_over_is_not_begun_again(tmp_path: Path, ends: int) -> None:
    def is_enough(row: Row) -> bool:
        return row["epoch"] == ends

    net, again = network(), network()
    history = fit(net, tmp_path, after_epoch=is_enough)
    with pytest.warns(CheckpointWarning, match=f"was over already, after epoch {ends}:"):
        told = fit(again, tmp_path, after_epoch=is_enough)
    assert json.dumps(told) == json.dumps(history)
    assert values(again.params()).tobytes() == values(net.params()).tobytes()


@pytest.mark.fault(27)
def test_a_folder_belongs_to_one_training(tmp_path: Path) -> None:
    with claimed(tmp_path), pytest.raises(UsageError, match="is being written by process"):
        fit(network(), tmp_path)
    # It is let go of; what a killed process left is removed, what is not ours stays.
    leaving, other = tmp_path / ".epoch-0001.zip.0123456789ab.tmp", tmp_path / ".mine.tmp"
    for path in (leaving, other):
        path.write_bytes(b"half")
    fit(network(), tmp_path)
    assert not leaving.exists()
    assert other.exists()


def test_ctrl_c_writes_one_wherever_it_comes(tmp_path: Path, monkeypatch) -> None:
    def stop(status: Status) -> None:
        if (status.epoch, status.iteration) == (2, 3):
            raise KeyboardInterrupt

    def stop_at_once(_: object) -> None:
        raise KeyboardInterrupt

    def state() -> tuple[int, list[float]]:
        found = Checkpoints(tmp_path).read()
        assert found is not None
        return found[1].batches, found[1].scores.tolist()

    monkeypatch.setattr(epochs, "_SLICE", 0.0)
    rare = Checkpoints(tmp_path, every=1000)
    with pytest.raises(KeyboardInterrupt):
        fit(network(), rare, batch_size=15, progress=stop)
    assert rare.latest == tmp_path / "epoch-0001-batch-00003.zip"
    before = state()
    assert before[0] == 3
    # Gone on with, but not yet by a batch.
    monkeypatch.setattr(epochs.Epochs, "_train", stop_at_once)
    with pytest.raises(KeyboardInterrupt):
        fit(network(), tmp_path, batch_size=15)
    assert state() == before
