"""What a training needs beside its network to go on as if it had never stopped, as bytes.

The length of a JSON header (uint64, little-endian), the header, then the arrays it lists, one
behind the other: nothing in it is executed, nothing is unpickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .history import Row

Numbers = npt.NDArray[np.floating[Any]]

_SCHEMA = 1
_LENGTH = struct.Struct("<Q")
_DTYPES = ("float16", "float32", "float64")


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A moment of a training, between two batches.

    Attributes:
        call: what was trained and how, as plain data; another call is another training.
        rows: this training's, of the history.
        scores: float64, of each of its iterations, shape (iterations,).
        batches: done in the epoch under way; 0 between two epochs.
        rate: learning rate at the beginning of the epoch under way.
        seconds: spent on the batches of the epoch under way.
        over: no epoch is to follow, however many are asked for.
        random: the two states of ND4J's random generator.
        counts: iteration and epoch as the network counts them, then as each layer does.
        watch: what early stopping and plateau remember.
        best: parameters and updater's state of early stopping's best epoch, shapes (parameters,)
            and (values,); empty arrays where there are none.
    """

    call: Mapping[str, Any]
    rows: list[Row]
    scores: npt.NDArray[np.float64]
    batches: int
    rate: float | None
    seconds: float
    over: bool
    random: tuple[int, int]
    counts: list[tuple[int, int]]
    watch: Mapping[str, Any]
    best: tuple[Numbers, Numbers]

    def to_bytes(self) -> bytes:
        """The state as `from_bytes` reads it back."""
        arrays = [self.scores, *self.best]
        header = {
            "schema": _SCHEMA,
            "arrays": [[array.dtype.name, array.size] for array in arrays],
            **{name: getattr(self, name) for name in _PLAIN},
        }
        text = json.dumps(header).encode()
        little = [array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays]
        return b"".join([_LENGTH.pack(len(text)), text, *little])

    @classmethod
    def from_bytes(cls, content: bytes) -> TrainingState:
        """Read what `to_bytes` gave.

        Raises:
            ValueError: the bytes are no state, or contradict each other.
        """
        try:
            (length,) = _LENGTH.unpack_from(content)
            header = json.loads(content[_LENGTH.size : _LENGTH.size + length])
            if header["schema"] != _SCHEMA:
                raise ValueError(f"it has the schema {header['schema']!r}, not {_SCHEMA}")
            scores, *best = _arrays(content, _LENGTH.size + length, header["arrays"])
            state = cls(
                call=dict(header["call"]),
                rows=[dict(row) for row in header["rows"]],
                scores=scores.astype(np.float64),
                batches=int(header["batches"]),
                rate=header["rate"],
                seconds=float(header["seconds"]),
                over=header["over"] is True,
                random=(int(header["random"][0]), int(header["random"][1])),
                counts=[(int(i), int(epoch)) for i, epoch in header["counts"]],
                watch=dict(header["watch"]),
                best=(best[0], best[1]),
            )
            done = sum(row["iterations"] for row in state.rows)
        except (struct.error, KeyError, IndexError, TypeError, RecursionError) as error:
            raise ValueError(f"it is no state of a training ({error!r})") from error
        if state.batches < 0 or len(state.scores) != done + state.batches:
            raise ValueError(
                f"it has {len(state.scores):,} scores of {done + state.batches:,} iterations"
            )
        return state


_PLAIN = ("call", "rows", "batches", "rate", "seconds", "over", "random", "counts", "watch")


def _arrays(content: bytes, at: int, listed: list[list[Any]]) -> list[Numbers]:
    arrays = []
    for name, count in listed:
        if name not in _DTYPES or not isinstance(count, int) or count < 0:
            raise ValueError(f"it lists an array of {count!r} {name!r}")
        dtype = np.dtype(name).newbyteorder("<")
        end = at + count * dtype.itemsize
        if end > len(content):
            raise ValueError("it was cut short")
        values = np.frombuffer(content[at:end], dtype)
        arrays.append(values.astype(name))
        at = end
    if at != len(content):
        raise ValueError(f"it has {len(content) - at:,} bytes too many")
    return arrays
