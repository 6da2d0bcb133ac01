"""The library of matrix products that this process has loaded."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

# After five words, a line of /proc/self/maps is a path, which may have blanks.
_LIBRARY = r"^(?:\S+ +){5}(/.*/lib(?:openblas|mkl_rt)[^/]*?)$"


def blas_library() -> str | None:
    """What it says of itself, with its version and the kernels it chose for this processor.

    None where the loaded libraries cannot be listed, or before ND4J has loaded one.
    """
    try:
        maps = Path("/proc/self/maps").read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    paths = sorted(set(re.findall(_LIBRARY, maps, re.MULTILINE)))
    return next(filter(None, map(_described, paths)), None)


def _described(path: str) -> str | None:
    library = ctypes.CDLL(path)
    if hasattr(library, "openblas_get_config"):
        library.openblas_get_config.restype = ctypes.c_char_p
        return str(library.openblas_get_config().decode("ascii", "replace")).strip()
    if hasattr(library, "MKL_Get_Version_String"):
        buffer = ctypes.create_string_buffer(198)
        library.MKL_Get_Version_String(buffer, len(buffer))
        return buffer.value.decode("ascii", "replace").strip()
    return None
