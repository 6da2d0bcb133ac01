"""A small program's trace, made by hand: an iterator, a network, a fit of six batches."""

import copy
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dl4j_bridge.course.arrays import Parameter
from dl4j_bridge.course.events import (
    Batch,
    Evaluation,
    Fit,
    Iteration,
    Iterator,
    Network,
    Saved,
    Seed,
)
from dl4j_bridge.course.trace import Trace

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"
HASHES = ["a1", "b2", "c3"]


def configuration() -> dict[str, Any]:
    """Two layers, 784-1000-10, as DL4J wrote them."""
    with zipfile.ZipFile(MODEL) as file:
        return json.loads(file.read("configuration.json"))


def trace(folder: Path) -> Trace:
    """A trace with its arrays in a folder: parameters `0_W` (2, 3) and `1_b` (1, 3)."""
    folder.mkdir()
    values = np.arange(9, dtype=np.float32)
    for name, shift in (("initial", 0), ("final", 1)):
        np.save(folder / f"{name}.npy", values + np.float32(shift))
    network = Network(
        *(5, 0.5, 0, "MultiLayerNetwork", "init", None),
        configuration(),
        123,
        True,
        parameters(values),
        folder / "initial.npy",
        12,
        parameters(values + np.float32(1)),
        folder / "final.npy",
    )
    batches = tuple(
        Batch(2 + i, 0.1, 0, i, 64, hash, f"l{hash}", False) for i, hash in enumerate(HASHES)
    )
    iterations = tuple(
        Iteration(10 + i, 1.0, 0, 0, i, i // 3, 2.0 - i / 8, 64, HASHES[i % 3], f"l{HASHES[i % 3]}",
                  False, {"0_W": f"w{i}", "1_b": f"b{i}"})
        for i in range(6)
    )  # fmt: skip
    counts = ((4, 1), (0, 5))
    return Trace(
        folder,
        {"backend": "cpu", "threads": 2, "java": "17", "time": "now"},
        (network,),
        (Iterator(1, 0.1, 0, "MnistDataSetIterator", (64, True, 123), 15, batches),),
        (Fit(9, 0.6, 0, 0, "DataSetIterator", 0, 2, 20),),
        iterations,
        (Evaluation(20, 2.0, 0, "Evaluation", {"ACCURACY": 0.9, "F1": 0.8}, counts, 30),),
        (Saved(21, 2.1, 0, "net.zip", 31),),
        (),
        (),
        3.0,
    )


def parameters(values: np.ndarray) -> tuple[Parameter, ...]:
    """Two parameters that lie in a flat vector of nine."""
    return (
        Parameter("0_W", (2, 3), "f", 0, str(values[:6].tobytes())),
        Parameter("1_b", (1, 3), "c", 6, str(values[6:].tobytes())),
    )


def with_network(trace: Trace, **changes: Any) -> Trace:
    """Another network in it."""
    return replace(trace, networks=(replace(trace.networks[0], **changes),))


def with_setting(trace: Trace, layer: int, name: str, value: Any) -> Trace:
    """Another setting of a layer, or of what lies beside it (`seed`)."""
    conf = copy.deepcopy(trace.networks[0].configuration)
    place = conf["confs"][layer]
    (place["layer"] if name in place["layer"] else place)[name] = value
    return with_network(trace, configuration=conf)


def with_iteration(trace: Trace, number: int, **changes: Any) -> Trace:
    """Another iteration in it."""
    iterations = list(trace.iterations)
    iterations[number] = replace(iterations[number], **changes)
    return replace(trace, iterations=tuple(iterations))


def with_final(trace: Trace, values: np.ndarray, folder: Path) -> Trace:
    """Other parameters at the end."""
    np.save(folder / "other.npy", values)
    return with_network(trace, final=parameters(values), final_file=folder / "other.npy")


def by_clock(
    trace: Trace, *, replayed: bool = False, kind: str = "builder", used: bool = True
) -> Trace:
    """A seed that the clock gave."""
    return replace(trace, seeds=(Seed(4, 0.4, kind, 0, 99, replayed, 11, used),))
