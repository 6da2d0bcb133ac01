"""The weights of a model file as plain arrays, out of it or into a new one, without Java.

    >>> write_weights(read("model.zip"), "weights.safetensors")
    >>> arrays = read_weights("weights.safetensors")
    >>> arrays["0_W"].shape
    (784, 1000)
    >>> replace_weights(read("model.zip"), arrays, "new.zip")

Names are DL4J's, as `net.getParam` takes them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .. import __version__
from ..errors import DataError, UsageError
from . import manifest, npz, safetensor
from .arrays import DTYPES, Values
from .model import COEFFICIENTS, ModelFile
from .reading import CONFIGURATION, NORMALIZER, read
from .refusal import printable
from .replace import replace_file


class _Format(NamedTuple):
    write: Callable[[Path, Mapping[str, Values]], None]
    read: Callable[[Path], dict[str, Values]]


_FORMATS = {
    ".npz": _Format(npz.write, npz.read),
    ".safetensors": _Format(safetensor.write, safetensor.read),
}
# As those of all entries, so that equal models are equal to the byte.
_DATE = (1980, 1, 1, 0, 0, 0)
_MOST_NAMED = 5


def write_weights(model: ModelFile, path: str | Path) -> Path:
    """Write the weights of a model file, each bit as it is.

    Args:
        model: as `read` gives it.
        path: file to write, `.npz` or `.safetensors`; its folder must exist.

    Returns:
        The path.

    Raises:
        UsageError: another suffix.
        ModelFileError: the layout of a layer is not known.
        DataError: the model file was changed since, or the new file cannot be written.
        ResourceExhausted: the disk is full, or fails.
        SetupError: `safetensors` is not installed.
    """
    path = Path(path)
    form = _format(path)
    arrays = model.arrays()
    replace_file(path, lambda temporary: form.write(temporary, arrays), check=form.read)
    return path


def read_weights(path: str | Path) -> dict[str, Values]:
    """Read arrays of weights; nothing in the file is ever unpickled.

    Args:
        path: a `.npz` or `.safetensors` file.

    Returns:
        Arrays of float16, float32 or float64 by name.

    Raises:
        UsageError: another suffix.
        DataError: there is no such file, or it holds other types.
        ModelFileError: it is damaged, or asks for more memory than it has bytes.
        SetupError: `safetensors` is not installed.
    """
    path = Path(path)
    return _format(path).read(path)


def replace_weights(
    model: ModelFile,
    arrays: Mapping[str, npt.ArrayLike],
    path: str | Path,
    *,
    allow_nan: bool = False,
    source: str | None = None,
) -> ModelFile:
    """Write a model file with the configuration of one, and other weights.

    The updaters' state belongs to the old weights, so the new file has none; the normalizer
    goes with it.

    Args:
        model: whose configuration is taken.
        arrays: all of its parameters, by DL4J's names; shapes and types as `model.arrays()`.
        path: file to write, which may be the model's own; its folder must exist.
        allow_nan: take NaN and infinity.
        source: where the weights come from, kept in the new file's manifest.

    Returns:
        The new file, read.

    Raises:
        DataError: names, shapes, types or values do not fit the model, or the file cannot be
            written.
        ModelFileError: the layout of a layer is not known.
        ResourceExhausted: the disk is full, or fails.
    """
    path = Path(path)
    flat = _fitted(model, {name: np.asarray(array) for name, array in arrays.items()}, allow_nan)
    entries = {
        CONFIGURATION: model.entry(CONFIGURATION),
        COEFFICIENTS: _coefficients(model, flat),
    }
    if model.normalizer is not None:
        entries[NORMALIZER] = model.entry(NORMALIZER)
    details = {
        "dl4j_bridge": __version__,
        "weights": source,
        "configuration": {"sha256": model.sha256, **model.details},
    }

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file, zipfile.ZipFile(file, "w") as archive:
            for name, content in entries.items():
                archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
        manifest.seal(temporary, details)

    written = []
    replace_file(path, write, check=lambda temporary: written.append(read(temporary)))
    return replace(written[0], path=path)


def _format(path: Path) -> _Format:
    """What writes and reads files of that suffix."""
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"'{printable(str(path))}' does not end in {' or '.join(_FORMATS)}, "
            "which are the formats that weights can have."
        )
    return form


def _fitted(model: ModelFile, arrays: dict[str, npt.NDArray[Any]], allow_nan: bool) -> Values:
    """The flat vector that the arrays make."""
    flat = np.empty(model.parameters, np.dtype(DTYPES[model.dtype]))
    places = model.split(flat)
    lacking, unknown = sorted(places.keys() - arrays), sorted(arrays.keys() - places)
    if lacking or unknown:
        faults = [
            f"{what} {_listed(names)}"
            for what, names in (("lack", lacking), ("have besides", unknown))
            if names
        ]
        raise _misfit(model, f"they {' and '.join(faults)}")
    for name, place in places.items():
        array = arrays[name]
        if (array.shape, array.dtype) != (place.shape, place.dtype):
            raise _misfit(
                model,
                f"'{name}' is {array.dtype} of shape {array.shape}, the network has "
                f"{place.dtype} of shape {place.shape}",
            )
        if not allow_nan and not np.isfinite(array).all():
            bad = int(array.size - np.count_nonzero(np.isfinite(array)))
            raise _misfit(model, f"{bad:,} values of '{name}' are NaN or infinite")
        place[...] = array
    return flat


def _coefficients(model: ModelFile, flat: Values) -> bytes:
    """The entry as it was, but for its values, which are its last bytes."""
    old = model.entry(COEFFICIENTS)
    values = flat.astype(flat.dtype.newbyteorder(">")).tobytes()
    return old[: len(old) - len(values)] + values


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"'{printable(name)}'" for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _misfit(model: ModelFile, what: str) -> DataError:
    return DataError(
        f"The weights do not fit model file '{printable(str(model.path))}': {what}. "
        "`dl4j-bridge weights export` shows what it has."
    )
