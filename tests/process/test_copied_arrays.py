"""Arrays copied in and out, as on a graphics card: the same numbers as with shared memory."""

import json
import os
import subprocess
import sys

import pytest

# Prints what training and prediction give; with "copied", all goes the way it goes on a card.
_PROGRAM = """
import dataclasses, hashlib, json, sys
import jpype
import numpy as np
import dl4j_bridge as d
from dl4j_bridge import datasets, dl4j
from dl4j_bridge.dl4j import acceleration, networks, prediction, training
from dl4j_bridge.errors import ArrayError
from dl4j_bridge.jvm import start

start.ensure()
jpype.JClass("java.lang.System").setProperty("dl4jbridge.arrays", sys.argv[1])

def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]

def trained(shuffle):
    data = datasets.load("digits")
    network = networks.build(dataclasses.replace(d.preset("lecture"), data="digits"), data)
    history = training.fit(network, data, epochs=2, batch_size=100, shuffle=shuffle, progress=False)
    speeds = acceleration.acceleration(network)
    outputs = prediction.predict(network, data.test.x, batch_size=100)
    validated = prediction.validate(network, data.test)
    return [digest(d.to_numpy(network.params())), digest(outputs), list(map(float, history.scores)),
            validated, any(speed.accelerated for speed in speeds)]

def shared_is_refused(call):
    try:
        call()
    except ArrayError as error:
        return "graphics card" in str(error)
    return False

values = {}
for name in ("float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"):
    source = np.arange(24).reshape(2, 3, 4).astype(name)
    layouts = {
        "c": source,
        "f": np.asfortranarray(source),
        "cut": source[:, ::2],
        "reversed": source[::-1],
        "swapped": source.astype(source.dtype.newbyteorder(">")),
        "scalar": source[1, 1, 1],
        "empty": source[:0],
    }
    for kind, array in layouts.items():
        back = d.to_numpy(d.to_nd4j(array))
        values[f"{name} {kind}"] = [bool(np.array_equal(back, array)), str(back.dtype), back.shape]
matrix = d.to_nd4j(np.arange(12, dtype=np.float32).reshape(3, 4))
values["view"] = d.to_numpy(matrix.getColumn(2)).tolist()
values["transposed"] = d.to_numpy(matrix.transpose()).tolist()
values["fortran"] = d.to_numpy(matrix.dup(jpype.JChar("f"))).tolist()

one = d.to_nd4j(np.zeros(3, np.float32))
d.to_numpy(one)[0] = 5
print(json.dumps({
    "values": values,
    "plain": trained(False),
    "shuffled": trained(True),
    "shares": d.to_numpy(one)[0] == 5,
    "refused": [shared_is_refused(lambda: d.to_numpy(one, copy=False)),
                shared_is_refused(lambda: d.to_nd4j(np.zeros(3), copy=False))],
}, default=bool))
"""


def told(how: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, how],
        env={**os.environ, "DL4J_BRIDGE_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, object], dict[str, object]]:
    return told("shared"), told("copied")


def test_values_come_back_whatever_their_layout(
    both: tuple[dict[str, object], dict[str, object]],
) -> None:
    shared, copied = both
    assert copied["values"] == shared["values"]


def test_training_and_prediction_give_the_same_bits(
    both: tuple[dict[str, object], dict[str, object]],
) -> None:
    for name in ("plain", "shuffled"):
        shared, copied = (one[name] for one in both)
        assert isinstance(shared, list)
        assert isinstance(copied, list)
        assert (*copied[:2], copied[3]) == (*shared[:2], shared[3])
        # A step of ours adds up the score's regularization in float64.
        assert copied[2] == pytest.approx(shared[2], rel=1e-5)
        assert (shared[4], copied[4]) == (True, False)  # nothing works by address there


def test_nothing_is_shared(both: tuple[dict[str, object], dict[str, object]]) -> None:
    shared, copied = both
    assert (shared["shares"], shared["refused"]) == (True, [False, False])
    assert (copied["shares"], copied["refused"]) == (False, [True, True])
