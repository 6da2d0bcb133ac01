"""Traces as files: whole, cut off, damaged."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge.course.arrays import checksum
from dl4j_bridge.course.trace import read
from dl4j_bridge.errors import DataError

PARAMETER = {"name": "0_W", "shape": [2, 2], "order": "f", "offset": 1, "sha256": "ab"}
NETWORK = {
    "event": "network",
    "network": 0,
    "type": "MultiLayerNetwork",
    "origin": "init",
    "path": None,
    "configuration": {"confs": []},
    "seed": 12,
    "seed_given": True,
    "parameters": [PARAMETER],
    "file": "network-0-initial.npy",
    "line": 4,
}
ITERATION = {
    "event": "iteration",
    "network": 0,
    "call": None,
    "iteration": 0,
    "epoch": 0,
    "score": float("nan"),
    "rows": 3,
    "features": "00000000",
    "labels": "00000000",
    "binary": False,
    "parameters": {"0_W": "00000001"},
}


def write(folder: Path, *events: dict[str, Any], end: str = "") -> Path:
    lines = [{"event": "start", "java": "17"}, *events]
    text = "".join(json.dumps({**line, "seconds": 0.5}) + "\n" for line in lines)
    (folder / "events.jsonl").write_text(text + end)
    np.save(folder / "network-0-initial.npy", np.arange(5, dtype=np.float32))
    return folder


def test_a_whole_trace(tmp_path: Path) -> None:
    final = {**NETWORK, "event": "final", "file": "network-0-initial.npy"}
    trace = read(write(tmp_path, NETWORK, ITERATION, final, {"event": "end"}))
    assert trace.environment == {"java": "17"}
    assert trace.seconds == 0.5
    (network,) = trace.networks
    assert network.line_number == 2
    assert network.parameters[0].of(network.initial_values()).tolist() == [[1, 3], [2, 4]]
    assert network.final == network.parameters
    assert np.isnan(trace.iterations[0].score)


def test_a_program_that_died_leaves_what_was(tmp_path: Path) -> None:
    trace = read(write(tmp_path, NETWORK, end='{"event":"iterat'))
    assert trace.seconds is None
    assert trace.iterations == ()
    assert trace.networks[0].final_values() is None


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ([{"event": "fit", "call": 0}], "line 2: fit without 'network'"),
        ([{**NETWORK, "file": None}], "line 2: network without"),
        ([{**NETWORK, "parameters": [{"name": "W"}]}], "line 2: parameter without"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path, events: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        read(write(tmp_path, *events))


def test_lines_that_are_no_events(tmp_path: Path) -> None:
    for text in ("{\n", "[]\n", "3\n", "{}\n"):
        with pytest.raises(DataError, match="line 2: no event"):
            read(write(tmp_path, end=text))
    (tmp_path / "events.jsonl").write_text("")
    with pytest.raises(DataError, match="does not begin"):
        read(tmp_path)


def test_no_trace_at_all(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no trace in"):
        read(tmp_path / "nowhere")


def test_arrays_that_are_missing_or_damaged(tmp_path: Path) -> None:
    (network,) = read(write(tmp_path, NETWORK)).networks
    network.file.write_bytes(b"\x93NUMPY")
    with pytest.raises(DataError, match=r"network-0-initial\.npy cannot be read"):
        network.initial_values()
    network.file.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        network.initial_values()


def test_a_checksum_goes_on_from_array_to_array() -> None:
    features, labels = np.arange(6, dtype=np.float32).reshape(2, 3), np.eye(2, dtype=np.float32)
    assert checksum(features, labels) == checksum(
        np.concatenate([features.ravel(), labels.ravel()])
    )
    assert checksum(np.asfortranarray(features)) == checksum(features)
