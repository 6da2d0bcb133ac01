"""The normalizer a model can carry, checked without making it.

Source: org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer and its
strategies at 1.0.0-M2.1. A type CUSTOM names a class that Java would load and run.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from .arrays import read_header, read_pieces
from .entryreader import EntryReader
from .refusal import quoted, refused

LARGEST = 64 * 1024 * 1024
"""Bytes; a mean and a deviation for each of millions of features."""

_DOUBLE = 8
_MOST = 10_000
_NULL, _STANDARDIZE, _MIN_MAX = range(3)


def read_type(reader: EntryReader, where: str) -> str:
    """Read and check a normalizer.

    Args:
        reader: at the beginning of `normalizer.bin`.
        where: the model file's name, for messages.

    Returns:
        Its type, such as "STANDARDIZE".

    Raises:
        ModelFileError: it could run code, is damaged, or DL4J M2.1 cannot read it either.
    """
    if _read_text(reader) != "NORMALIZER" or _read_int(reader) != 1:
        raise reader.damaged("does not begin as a normalizer of version 1 does")
    name = _read_text(reader)
    check = _CHECKS.get(name)
    if check is None:
        raise refused(
            where,
            f"'normalizer.bin' has the type {quoted(name)}, for which Java would load and run "
            "a class that is not DL4J's, or has no reader",
            "Save the model without its normalizer.",
        )
    check(reader)
    return name


def _standardize(reader: EntryReader) -> None:
    _skip_arrays(reader, 4 if _read_flag(reader) else 2)


def _min_max(reader: EntryReader) -> None:
    fits_labels = _read_flag(reader)
    reader.take(2 * _DOUBLE)
    _skip_arrays(reader, 4 if fits_labels else 2)


def _image(reader: EntryReader) -> None:
    reader.take(3 * _DOUBLE)


def _multi_standardize(reader: EntryReader) -> None:
    _skip_arrays(reader, 2 * _read_ports(reader))


def _multi_min_max(reader: EntryReader) -> None:
    ports = _read_ports(reader)
    reader.take(2 * _DOUBLE)
    _skip_arrays(reader, 2 * ports)


def _hybrid(reader: EntryReader) -> None:
    for _ in range(2):
        for _ in range(_read_count(reader)):
            _read_int(reader)
            if _read_int(reader) not in (_STANDARDIZE, _MIN_MAX):
                raise reader.damaged("has statistics of an unknown kind")
            _skip_arrays(reader, 2)
    for _ in range(2):
        _skip_strategy(reader)
    for _ in range(2):
        for _ in range(_read_count(reader)):
            _read_int(reader)
            _skip_strategy(reader)


_CHECKS: dict[str, Callable[[EntryReader], None]] = {
    "STANDARDIZE": _standardize,
    "MIN_MAX": _min_max,
    "IMAGE_MIN_MAX": _image,
    "MULTI_STANDARDIZE": _multi_standardize,
    "MULTI_MIN_MAX": _multi_min_max,
    "MULTI_HYBRID": _hybrid,
}


def _read_ports(reader: EntryReader) -> int:
    """Number of a network's inputs, with its outputs if labels are normalized too."""
    fits_labels = _read_flag(reader)
    inputs, outputs = _read_count(reader), _read_int(reader)
    if outputs > _MOST or (outputs < 0 and fits_labels):
        raise reader.damaged(f"says it is for {outputs:,} outputs")
    return inputs + (outputs if fits_labels else 0)


def _skip_strategy(reader: EntryReader) -> None:
    kind = _read_int(reader)
    if kind not in (_NULL, _STANDARDIZE, _MIN_MAX):
        raise reader.damaged("has a strategy of an unknown kind")
    if kind == _MIN_MAX:
        reader.take(2 * _DOUBLE)


def _skip_arrays(reader: EntryReader, count: int) -> None:
    for _ in range(count):
        for _ in read_pieces(reader, read_header(reader)):
            pass


def _read_flag(reader: EntryReader) -> bool:
    return reader.take(1) != b"\0"


def _read_count(reader: EntryReader) -> int:
    count = _read_int(reader)
    if not 0 <= count <= _MOST:
        raise reader.damaged(f"says it is for {count:,} inputs or outputs")
    return count


def _read_int(reader: EntryReader) -> int:
    value: int = struct.unpack(">i", reader.take(4))[0]
    return value


def _read_text(reader: EntryReader) -> str:
    (length,) = struct.unpack(">H", reader.take(2))
    return reader.take(length).decode("utf-8", "replace")
