"""The steps by which a Keras file is checked before numpy or Java sees its weights."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError, ModelFileError, SetupError
from ..modelfile.refusal import damaged, printable, quoted, refused
from .configuration import Described, Structure, UnreadableModel, structure
from .model import Array, KerasLayer, KerasModel
from .parameters import Shape, parameters

if TYPE_CHECKING:
    import h5py

SUFFIXES = (".h5", ".hdf5", ".keras")

_LARGEST_CONFIGURATION = 64 * 1024 * 1024
_LARGEST_ARCHIVE = 2**31 - 1
# Weights are noise, which hardly compresses.
_LARGEST_RATIO = 100
_SUBLAYERS = ("forward_layer", "backward_layer", "cell", "layer")


def read(path: str | Path) -> KerasModel:
    """Read and check a model that Keras 2 or 3 has saved whole; needs h5py, not Keras.

    Args:
        path: HDF5 (`model.save("model.h5")`) or a `.keras` archive.

    Raises:
        DataError: there is no such file, or it is no model.
        ModelFileError: it is damaged, or weights and layers do not fit.
        SetupError: h5py is not installed.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            f"Keras file '{printable(str(path))}' cannot be read: {reason}. "
            "Check the path and its rights."
        ) from error
    _h5py()
    try:
        return _archive(path) if start.startswith(b"PK") else _legacy(path, start)
    except UnreadableModel as error:
        raise refused(str(path), str(error), "") from error
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        if isinstance(error, (DataError, ModelFileError)):
            raise
        raise damaged(str(path), f"it is not what Keras writes ({error!r})") from error
    except (OSError, RuntimeError, zipfile.BadZipFile, EOFError) as error:
        # h5py's word for broken structures.
        raise damaged(str(path), f"{error}") from error


def _h5py() -> Any:
    try:
        import h5py
    except ImportError as error:
        raise SetupError(
            "Keras files are HDF5, and h5py is not installed. "
            "Install it: pip install 'dl4j-bridge[keras]'."
        ) from error
    return h5py


def _legacy(path: Path, start: bytes) -> KerasModel:
    if start != b"\x89HDF\r\n\x1a\n":
        raise DataError(
            f"'{printable(str(path))}' is no Keras model: it begins with {start!r}, neither as "
            "HDF5 nor as .keras. In Keras: model.save('model.h5')."
        )
    with _h5py().File(path, "r") as file:
        if "model_config" not in file.attrs:
            raise DataError(
                f"'{printable(str(path))}' is HDF5 without model_config: the weights alone, as "
                "model.save_weights writes them, or no Keras model at all. "
                "Save the whole model: model.save('model.h5')."
            )
        version = _text(file.attrs.get("keras_version", "1"))
        found = structure(json.loads(_text(file.attrs["model_config"])))
        datasets = _datasets(file, path)
        names = {
            layer.name: [
                f"model_weights/{layer.name}/{_text(name)}"
                for name in _names_of_weights(file, layer.name)
            ]
            for layer in found.layers
        }
        return _model(path, version, found, names, datasets)


def _names_of_weights(file: h5py.File, layer: str) -> list[Any]:
    group = file["model_weights"].get(layer)
    if group is None:
        return []
    if "weight_names" in group.attrs:
        return list(group.attrs["weight_names"])
    # Keras cuts a list that is too long for one attribute.
    names: list[Any] = []
    while f"weight_names{len(names)}" in group.attrs:
        names.append(group.attrs[f"weight_names{len(names)}"])
    return [one for piece in names for one in piece]


def _archive(path: Path) -> KerasModel:
    with zipfile.ZipFile(path) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if "config.json" not in entries or "model.weights.h5" not in entries:
            raise DataError(
                f"'{printable(str(path))}' is a zip, but no Keras model: it has no config.json "
                "with model.weights.h5. In Keras: model.save('model.h5')."
            )
        found = structure(json.loads(_entry(archive, "config.json", _LARGEST_CONFIGURATION)))
        metadata = json.loads(_entry(archive, "metadata.json", _LARGEST_CONFIGURATION))
        weights = io.BytesIO(_entry(archive, "model.weights.h5", _LARGEST_ARCHIVE))
    with _h5py().File(weights, "r") as file:
        datasets = _datasets(file, path)
        names = {
            _text(group["vars"].attrs["name"]): list(_variables(group, f"layers/{key}"))
            for key, group in file["layers"].items()
        }
        return _model(path, str(metadata["keras_version"]), found, names, datasets)


def _entry(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > min(largest, _LARGEST_RATIO * entry.compress_size):
        raise ValueError(f"{name} takes {entry.compress_size} bytes and says {entry.file_size}")
    return archive.read(name)


def _variables(group: h5py.Group, path: str) -> Iterator[str]:
    """Paths of a layer's weights, in Keras' order; not those of its random generator."""
    for index in sorted(map(int, group["vars"])):
        yield f"{path}/vars/{index}"
    for name in _SUBLAYERS:
        if name in group:
            yield from _variables(group[name], f"{path}/{name}")


def _datasets(file: h5py.File, path: Path) -> Mapping[str, h5py.Dataset]:
    """Every array in the file itself by its path: links to other files are never followed."""
    found: dict[str, h5py.Dataset] = {}
    room = _LARGEST_RATIO * file.id.get_filesize()

    def visit(name: str, item: Any) -> None:
        if isinstance(item, _h5py().Dataset):
            found[name] = item

    file.visititems(visit)
    for name, dataset in found.items():
        room -= dataset.nbytes
        if room < 0 or dataset.external or dataset.is_virtual:
            raise damaged(str(path), f"{quoted(name)} says it holds {dataset.nbytes:,} bytes")
    return found


def _model(
    path: Path,
    version: str,
    found: Structure,
    names: Mapping[str, list[str]],
    datasets: Mapping[str, h5py.Dataset],
) -> KerasModel:
    major = int(version.split(".")[0])
    if major < 2:
        raise UnreadableModel(
            f"Keras {version} wrote it; load it with Keras 2 once and save it again"
        )
    layers = []
    for one in found.layers:
        with _in_layer(one):
            arrays = [(name, _array(datasets, name)) for name in names.get(one.name, [])]
            weights = _named(one, arrays)
        layers.append(KerasLayer(one.name, one.kind, one.config, one.inputs, weights, major))
    return KerasModel(path, version, found.sequential, tuple(layers), found.inputs, found.outputs)


@contextmanager
def _in_layer(layer: Described) -> Iterator[None]:
    try:
        yield
    except (LookupError, TypeError, ValueError) as error:
        text = f"{error!r}" if isinstance(error, LookupError) else str(error)
        raise ValueError(f"layer {layer.name!r} ({layer.kind}): {text}") from error


def _array(datasets: Mapping[str, h5py.Dataset], name: str) -> Array:
    if name not in datasets:
        raise ValueError(f"its weights {name!r} are not in the file")
    dataset = datasets[name]
    if dataset.dtype.kind != "f":
        raise ValueError(f"{name!r} holds {dataset.dtype}, not floating point numbers")
    return np.asarray(dataset[()])


def _named(layer: Described, arrays: list[tuple[str, Array]]) -> dict[str, Array]:
    """Weights by Keras' names: the order tells, because the names in a file vary."""
    expected = parameters(layer.kind, layer.config)
    if expected is None:
        return {name.rpartition("/")[2].partition(":")[0]: array for name, array in arrays}
    if len(expected) != len(arrays):
        raise ValueError(
            f"the file has {len(arrays)} weights, but the layer {len(expected)}: "
            f"{', '.join(expected) or 'none'}"
        )
    for (name, shape), (_, array) in zip(expected.items(), arrays, strict=True):
        if not _fits(array.shape, shape):
            sizes = "x".join("?" if n is None else str(n) for n in shape)
            raise ValueError(f"{name} has the shape {array.shape}, but its settings say {sizes}")
    return {name: array for name, (_, array) in zip(expected, arrays, strict=True)}


def _fits(shape: tuple[int, ...], expected: Shape) -> bool:
    if not expected:  # only the input tells
        return True
    return len(shape) == len(expected) and all(
        want in (None, have) for have, want in zip(shape, expected, strict=True)
    )


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
