"""A saved network that reads what is drawn."""

from __future__ import annotations

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ... import modelfile
from ...datasets.arrays import scale
from ...datasets.strokes import draw_strokes, read_strokes
from ...dl4j import models
from ...dl4j.activations import activations
from ...downloads import Progress
from ...errors import DataError
from ...jvm import start
from ...modelfile import ModelFile
from .layers import show
from .picture import picture_of

_MOST_CLASSES = 1000


class Reader:
    """A network with the one thread that asks it.

    Args:
        path: the saved network.
        size: height and width of its pictures where the file does not say them.
        on_fetch: told how far the download of a missing backend is.

    Raises:
        DataError: the file cannot be read, or its network takes no picture or gives no classes.
        ModelFileError: the file is damaged, or could run code.
    """

    def __init__(
        self, path: Path, size: tuple[int, int] | None = None, on_fetch: Progress | None = None
    ) -> None:
        self._model = modelfile.read(path)
        self._picture = picture_of(self._model, size)
        start.ensure(on_progress=on_fetch)
        self._network = models.restore(self._model)
        self._last = _last(self._model)
        # ND4J keeps memory for each thread that computes; a server has a new one for each caller.
        self._thread = ThreadPoolExecutor(1)
        blank = np.zeros((self._picture.height, self._picture.width), np.uint8)
        outputs, _ = self._thread.submit(self._ask, blank).result()
        self.classes = _classes(path, len(outputs))

    def about(self) -> dict[str, Any]:
        """What a page says about the network before anything is drawn."""
        model, picture = self._model, self._picture
        return {
            "name": _name(model.path),
            "kind": model.kind,
            "parameters": model.parameters,
            "picture": [picture.channels, picture.height, picture.width],
            "classes": list(self.classes),
        }

    def read(self, strokes: Any) -> dict[str, Any]:
        """What the network makes of a drawing.

        Args:
            strokes: as `read_strokes` takes them.

        Returns:
            For JSON: `picture` (height, width, pixels: bytes in base64), `outputs`, `best` (index
            of the largest), `layers` (see `layers.show`).

        Raises:
            DataError: these are no strokes, or the network gives no numbers for them.
        """
        picture = self._picture
        grey = draw_strokes(read_strokes(strokes), picture.height, picture.width)
        outputs, layers = self._thread.submit(self._ask, grey).result()
        return {
            "picture": {
                "height": picture.height,
                "width": picture.width,
                "pixels": b64encode(grey.tobytes()).decode(),
            },
            "outputs": [float(value) for value in outputs],
            "best": int(outputs.argmax()),
            "layers": layers,
        }

    def _ask(self, grey: NDArray[np.uint8]) -> tuple[NDArray[Any], list[dict[str, Any]]]:
        """Outputs `(classes,)` with every layer's answer."""
        seen = activations(self._network, self._picture.row(scale(grey)))
        outputs = _shares(seen[self._last][0], self._model.path)
        channels_last = self._picture.axes == "NHWC"
        layers = [
            show(layer, values[0], channels_last)
            for layer, values in zip(self._model.layers, seen, strict=True)
        ]
        return outputs, layers


def _shares(outputs: NDArray[Any], path: Path) -> NDArray[Any]:
    """Outputs of one row as a number for each class; a single one is class 1's against class 0."""
    if outputs.ndim != 1 or len(outputs) > _MOST_CLASSES:
        raise DataError(
            f"{path} answers with an array of shape {outputs.shape}, not with up to "
            f"{_MOST_CLASSES} classes. Give a classifier."
        )
    if not np.isfinite(outputs).all():
        raise DataError(
            f"{path} answers with NaN or infinite numbers; its training had diverged. "
            "Train again with a smaller learning rate."
        )
    return np.append(1 - outputs, outputs) if len(outputs) == 1 else outputs


def _last(model: ModelFile) -> int:
    """Which of the layers is the network's output, the first of several."""
    keys = [row.key for row in model.layers]
    named = model.configuration.get("networkOutputs") or keys[-1:]
    return keys.index(named[0]) if named[0] in keys else len(keys) - 1


def _name(path: Path) -> str:
    """What to call a model: in a run folder all have the same file name."""
    return path.stem if path.stem != "model" else path.absolute().parent.name


def _classes(model: Path, count: int) -> tuple[str, ...]:
    """Names from the run folder that the model lies in, else numbers."""
    try:
        names = json.loads((model.parent / "evaluation.json").read_bytes())["classes"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        names = None
    if isinstance(names, list) and len(names) == count and all(isinstance(n, str) for n in names):
        return tuple(names)
    return tuple(map(str, range(count)))
