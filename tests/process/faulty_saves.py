"""Saves with a fault at each call that they make of the operating system, one line of JSON a try.

Runs with `faults.c` preloaded. Arguments: a folder, then what to do: kind/errno/manner, or
kind/FSIZE/bytes for files that cannot grow beyond 0 bytes, so many, twice as many ...
"""

from __future__ import annotations

import ctypes
import errno
import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge import dl4j as j
from dl4j_bridge import modelfile
from dl4j_bridge.checkpoints import Checkpoints
from dl4j_bridge.modelfile.stored import content

SHIM = ctypes.CDLL(None)
SHIM.faults_disarm.restype = ctypes.c_char_p
MANNERS = ("once", "from then on", "short", "short, then full")
Save = Callable[[Path], object]


def network(seed: int) -> object:
    """A network with momentum, whose file takes several writes."""
    chain = j.NeuralNetConfiguration.Builder().seed(seed).updater(j.Nesterovs(0.1)).list()
    chain = chain.layer(j.DenseLayer.Builder().nIn(100).nOut(100).build())
    loss = j.LossFunctions.LossFunction.MSE
    net = j.MultiLayerNetwork(
        chain.layer(j.OutputLayer.Builder(loss).nIn(100).nOut(3).build()).build()
    )
    net.init()
    return net


def checkpoint(seed: int, folder: Path) -> Save:
    """What writes the checkpoint of a training after its first epoch."""
    x = np.ones((4, 100), np.float32)
    bridge.fit(network(seed), (x, x[:, :3]), epochs=1, checkpoints=folder, progress=False)
    found = Checkpoints(folder).read()
    assert found is not None
    model, state = found
    names = ("configuration.json", "coefficients.bin", "updaterState.bin")
    entries = {name: content(model, name) for name in names}
    return lambda path: Checkpoints(path.parent).write(entries, state)


def saves(folder: Path) -> dict[str, tuple[str, Save, Save]]:
    """For each kind: the file's name, what writes the old content, what writes the new."""
    first, second = network(1), network(2)
    old = modelfile.read(bridge.save(first, folder / "first.zip"))
    new = modelfile.read(bridge.save(second, folder / "second.zip"))

    def save(net: object) -> Save:
        return lambda path: bridge.save(net, path)

    def export(model: modelfile.ModelFile) -> Save:
        return lambda path: modelfile.write_weights(model, path)

    def take(model: modelfile.ModelFile) -> Save:
        return lambda path: modelfile.replace_weights(old, model.arrays(), path)

    return {
        "save": ("model.zip", save(first), save(second)),
        "npz": ("w.npz", export(old), export(new)),
        "safetensors": ("w.safetensors", export(old), export(new)),
        "import": ("made.zip", take(old), take(new)),
        "checkpoint": (
            "epoch-0001.zip",
            checkpoint(1, folder / "begun"),
            checkpoint(2, folder / "another"),
        ),
    }


def weights(path: Path) -> dict[str, bytes]:
    """What a whole file holds."""
    arrays = (
        modelfile.read(path).arrays() if path.suffix == ".zip" else modelfile.read_weights(path)
    )
    return {name: array.tobytes() for name, array in arrays.items()}


@contextmanager
def faulty(folder: Path, n: int, fault: str, manner: str) -> Iterator[dict[str, object]]:
    """Calls within the block on files of the folder fail; tells the name of the first."""
    told: dict[str, object] = {}
    if fault == "FSIZE":
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, ((n - 1) * int(manner), hard))
        yield told
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        return
    number = getattr(errno, fault)
    SHIM.faults_arm(str(folder).encode(), ctypes.c_long(n), number, MANNERS.index(manner))
    yield told
    call = SHIM.faults_disarm()
    told["call"] = call and call.decode()


def attempts(path: Path, save: Save, fault: str, manner: str) -> Iterator[dict[str, object]]:
    """Saves over a file whose n-th call fails, for each n, until none does; what came of each."""
    old = path.read_bytes()
    n = 0
    while True:
        n += 1
        outcome: dict[str, object] = {"error": None, "code": 0, "message": ""}
        with faulty(path.parent, n, fault, manner) as told:
            try:
                save(path)
            except bridge.errors.BridgeError as error:
                outcome = {
                    "error": type(error).__name__,
                    "code": error.exit_code,
                    "message": str(error),
                }
        kept = path.read_bytes() == old
        beside = [p.name for p in path.parent.iterdir() if p != path]
        yield {"n": n, **told, **outcome, "kept": kept, "beside": beside}
        if (not told["call"]) if "call" in told else not outcome["error"]:
            return
        path.write_bytes(old)


def main() -> None:
    folder = Path(sys.argv[1])
    here = folder / "here"
    here.mkdir()
    kinds = saves(folder)
    for words in sys.argv[2:]:
        kind, fault, manner = words.split("/")
        file, write_old, write_new = kinds[kind]
        path = here / file
        write_new(path)
        new = weights(path)
        write_old(path)
        for tried in attempts(path, write_new, fault, manner):
            tried["new"] = not tried["kept"] and weights(path) == new
            print(json.dumps({"kind": kind, "fault": fault, "manner": manner, **tried}))
        path.unlink()


if __name__ == "__main__":
    main()
