"""Weights in `.safetensors` files.

Source: https://github.com/huggingface/safetensors, whose library reads and writes them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import numpy as np

from ..errors import SetupError
from .arrays import Values
from .opening import opened
from .refusal import damaged, no_weights, quoted

_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
# An array needs about 100 bytes of it; the library itself allows 100 MB.
_LARGEST_HEADER = 1024 * 1024


def write(path: Path, arrays: Mapping[str, Values]) -> None:
    """Write arrays under their names, values in C order."""
    _library()
    from safetensors.numpy import save

    path.write_bytes(save({name: np.ascontiguousarray(a) for name, a in arrays.items()}))


def read(path: Path) -> dict[str, Values]:
    """Read all arrays, see `weights.read_weights`."""
    library = _library()
    where = str(path)
    with opened(path) as file:
        begin = file.read(8)
        length = file.seek(0, 2)
        header = struct.unpack("<Q", begin)[0] if len(begin) == 8 else 0
        if not 2 <= header <= length - 8:
            raise no_weights(where, f"is no .safetensors file of {length:,} bytes")
        if header > _LARGEST_HEADER:
            raise damaged(where, f"its header has {header:,} bytes")
        file.seek(0)
        content = file.read()
    try:
        found = library.deserialize(content)
    except (library.SafetensorError, ValueError, OverflowError) as error:
        raise damaged(where, f"its header describes no arrays ({error})") from None
    arrays = {}
    for name, fields in found:
        code = _TYPES.get(fields["dtype"])
        if code is None:
            raise no_weights(
                where,
                f"holds {quoted(name)} of type {fields['dtype']}; weights are F16, F32 or F64",
            )
        values = np.frombuffer(fields["data"], code)
        arrays[name] = values.astype(values.dtype.newbyteorder("=")).reshape(fields["shape"])
    return arrays


def _library() -> ModuleType:
    try:
        import safetensors
    except ImportError as error:
        raise SetupError(
            "Files of type .safetensors need the library safetensors: "
            "pip install 'dl4j-bridge[safetensors]'. A .npz file needs none."
        ) from error
    return safetensors
