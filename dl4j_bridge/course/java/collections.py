"""Java's maps and sets, in the order that Java's have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, MutableSet
from typing import Any

from .text import hash_code


class HashMap(MutableMapping[Any, Any]):
    """A map whose order is that of `java.util.HashMap`: by the keys' hash codes."""

    def __init__(self, entries: Any = ()) -> None:
        self._entries: dict[Any, Any] = dict(entries)
        self._capacity = 16
        self._grow()

    def __getitem__(self, key: Any) -> Any:
        return self._entries[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._entries[key] = value
        self._grow()

    def __delitem__(self, key: Any) -> None:
        del self._entries[key]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(self._entries, key=self._bucket))

    def merge(self, key: Any, value: Any, function: Callable[[Any, Any], Any]) -> Any:
        """Put in, or join with what is there; Java has a new key come first in its bucket."""
        if key in self._entries:
            self._entries[key] = function(self._entries[key], value)
        else:
            self._entries = {key: value, **self._entries}
            self._grow()
        return self._entries[key]

    def _bucket(self, key: Any) -> int:
        code = hash_code(key) % 2**32
        return (code ^ (code >> 16)) % self._capacity

    def _grow(self) -> None:
        while len(self._entries) > self._capacity * 3 // 4:
            self._capacity *= 2


class TreeMap(HashMap):
    """A map sorted by its keys."""

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(self._entries))


class HashSet(MutableSet[Any]):
    """A set in the order of `java.util.HashSet`."""

    def __init__(self, elements: Iterable[Any] = ()) -> None:
        self._elements = self._map()
        for element in elements:
            self._elements[element] = True

    def _map(self) -> HashMap:
        return HashMap()

    def __contains__(self, element: object) -> bool:
        return element in self._elements

    def __iter__(self) -> Iterator[Any]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def __str__(self) -> str:
        from .text import text

        return text(list(self))

    def add(self, value: Any) -> bool:  # type: ignore[override]
        """Put in; whether it is new."""
        new = value not in self._elements
        self._elements[value] = True
        return new

    def discard(self, value: Any) -> bool:  # type: ignore[override]
        """Take out; whether it was there."""
        return self._elements.pop(value, False) is True


class TreeSet(HashSet):
    """A sorted set."""

    def _map(self) -> HashMap:
        return TreeMap()


def shuffle(values: list[Any], generator: Any) -> None:
    """`Collections.shuffle` with a `java.util.Random`."""
    for i in range(len(values) - 1, 0, -1):
        j = int(generator.nextInt(i + 1))
        values[i], values[j] = values[j], values[i]
