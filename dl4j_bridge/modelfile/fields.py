"""One layer's part of the configuration, read field by field with its type checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import ModelFileError
from .configuration import Fields
from .refusal import damaged, quoted

_LARGEST_SIZE = 2**31
_MOST_SIZES = 32
_DEEPEST = 16


class LayerFields:
    """The fields of a layer.

    Args:
        fields: the object that DL4J wrote for it.
        variables: DL4J's list of its parameters.
        where: the model file's name, for messages.
        depth: how many layers it lies within.
    """

    def __init__(
        self, fields: Fields, variables: Sequence[str], where: str, depth: int = 0
    ) -> None:
        self._fields = fields
        self._where = where
        self._depth = depth
        self.variables = variables

    @property
    def type(self) -> str:
        """Name of its class, without the package."""
        return simple_name(self._fields)

    @property
    def n_in(self) -> int:
        """Number of inputs or channels."""
        return self.size("nin")

    @property
    def n_out(self) -> int:
        """Number of outputs or channels."""
        return self.size("nout")

    def has(self, key: str) -> bool:
        """Whether the field is there, and not null."""
        return self._fields.get(key) is not None

    def size(self, key: str) -> int:
        """A field that is a size."""
        value: Any = self._fields.get(key)
        if not _is_size(value):
            raise self._wrong(key, value)
        return int(value)

    def sizes(self, key: str) -> list[int]:
        """A field that is a list of sizes, with one at least and 32 at most."""
        value: Any = self._fields.get(key)
        is_list = isinstance(value, list) and 1 <= len(value) <= _MOST_SIZES
        if not is_list or not all(map(_is_size, value)):
            raise self._wrong(key, value)
        return [int(size) for size in value]

    def flag(self, key: str, default: bool) -> bool:
        """A field that is true or false, or missing in files of older versions."""
        value = self._fields.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value)
        return value

    def shapes(self, key: str) -> dict[str, tuple[int, ...]]:
        """A field that maps names to shapes."""
        value = self._fields.get(key)
        if not isinstance(value, dict):
            raise self._wrong(key, value)
        inner = LayerFields(value, (), self._where)
        return {name: tuple(inner.sizes(name)) for name in value}

    def inner(self, key: str) -> LayerFields:
        """The layer, or other object, in a field."""
        value = self._fields.get(key)
        if not isinstance(value, dict) or self._depth == _DEEPEST:
            raise self._wrong(key, value)
        return LayerFields(value, self.variables, self._where, self._depth + 1)

    def type_of(self, key: str) -> str:
        """Name of the class of the object in a field, empty when there is none."""
        return simple_name(self._fields.get(key))

    def object(self, key: str) -> Fields | None:
        """The object in a field, if there is one."""
        value = self._fields.get(key)
        return value if isinstance(value, dict) else None

    def text(self, key: str) -> str | None:
        """The text in a field, if there is any."""
        value = self._fields.get(key)
        return value if isinstance(value, str) else None

    def _wrong(self, key: str, value: Any) -> ModelFileError:
        name = quoted(str(self._fields.get("layerName") or self.type))
        return damaged(
            self._where,
            f"in 'configuration.json', layer {name} has {quoted(key)} = {quoted(repr(value))}",
        )


def simple_name(fields: Any) -> str:
    """Name of the class that a configuration's object names, without the package."""
    name = fields.get("@class") if isinstance(fields, dict) else None
    return str(name).rsplit(".", 1)[-1] if name else ""


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST_SIZE
