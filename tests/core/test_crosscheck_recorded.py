"""A trace that the agent recorded of a small program, changed in one place each."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge.course.arrays import checksum
from dl4j_bridge.course.trace import read
from dl4j_bridge.lab.crosscheck.causes import likely
from dl4j_bridge.lab.crosscheck.comparing import Comparison, compare

# Iris, batches of 30, 4-8-3 with dropout, four epochs, one evaluation, one saved file.
RECORDED = Path(__file__).parent / "traces" / "iris"
SIDES = ("Java", "Python")
Lines = list[dict[str, Any]]


def changed(folder: Path, change: Callable[[Lines], object]) -> Comparison:
    """The recorded trace compared with its changed copy."""
    shutil.copytree(RECORDED, folder)
    events = folder / "events.jsonl"
    lines = [json.loads(line) for line in events.read_text().splitlines()]
    change(lines)
    events.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return compare(read(RECORDED), read(folder))


def kind(lines: Lines, name: str) -> Lines:
    return [line for line in lines if line["event"] == name]


def confs(lines: Lines) -> Lines:
    return kind(lines, "network")[0]["configuration"]["confs"]


def seed(lines: Lines) -> None:
    for conf in confs(lines):
        conf["seed"] = 7


def rate(lines: Lines) -> None:
    confs(lines)[0]["layer"]["iupdater"]["learningRate"] = 0.5


def score(lines: Lines) -> None:
    kind(lines, "iteration")[3]["score"] += 0.001


def weights(lines: Lines) -> None:
    kind(lines, "iteration")[3]["parameters"]["1_b"] = "00000000"


def batches(lines: Lines) -> None:
    iterations = kind(lines, "iteration")
    for one, other in zip(iterations[::2], iterations[1::2], strict=True):
        for name in ("features", "labels"):
            one[name], other[name] = other[name], one[name]


def one_epoch_less(lines: Lines) -> None:
    for line in kind(lines, "iteration")[15:]:
        lines.remove(line)


def accuracy(lines: Lines) -> None:
    kind(lines, "evaluation")[0]["values"]["ACCURACY"] = 0.25


def threads(lines: Lines) -> None:
    kind(lines, "backend")[0]["threads"] = "3"
    weights(lines)


@pytest.mark.parametrize(
    ("change", "parting", "cause"),
    [
        (seed, r"network 0: seed: 123 in Java, 7 in Python", "The seeds differ"),
        (rate, r"layer 0 \(DenseLayer\): updater.learningRate: 0.01 in", "The updaters differ"),
        (score, r"network 0, iteration 3: score: .* \(difference 0.001\)", "dropout or noise"),
        (weights, r"iteration 3, layer 1 \(OutputLayer\), b: \w{8} in", "dropout or noise"),
        (batches, r"network 0, iteration 0: features: \w{8} in", "come in a different order"),
        (one_epoch_less, "network 0: 20 iterations in Java, 15", "numbers of epochs differ: 4 in"),
        (accuracy, "Evaluation: accuracy: .* 0.25 in Python", "evaluated on different data"),
        (threads, "iteration 3, layer 1", "threads is 1 in Java, 3 in Python"),
    ],
)  # fmt: skip
def test_a_change_is_found_with_its_cause(
    tmp_path: Path, change: Callable[[Lines], object], parting: str, cause: str
) -> None:
    compared = changed(tmp_path / "trace", change)
    assert compared.parting is not None
    assert re.search(parting, compared.parting.told(SIDES))
    assert any(cause in one for one in likely(compared, SIDES))


def test_unchanged_it_is_equal(tmp_path: Path) -> None:
    compared = changed(tmp_path / "trace", lambda lines: None)
    assert compared.parting is None
    assert {one.name: one.compared for one in compared.aspects}["batches"] == 20


def test_final_parameters_are_read_where_their_hash_differs(tmp_path: Path) -> None:
    def change(lines: Lines) -> None:
        final = kind(lines, "final")[0]
        values = np.load(tmp_path / "trace" / final["file"])
        values[final["parameters"][2]["offset"]] += 0.5
        np.save(tmp_path / "trace" / final["file"], values)
        final["parameters"][2]["sha256"] = "0"

    parting = changed(tmp_path / "trace", change).parting
    assert parting is not None
    assert parting.where == "network 0, layer 1 (OutputLayer), W[0, 0]"
    assert parting.size == pytest.approx(0.5)


def test_python_computes_the_hashes_of_the_agent() -> None:
    """Iris in its file's order: fifty rows of each class."""
    labels = np.repeat(np.eye(3, dtype=np.float32), 50, axis=0)
    recorded = [one.labels for one in read(RECORDED).iterations[:5]]
    assert recorded == [checksum(part) for part in np.split(labels, 5)]
