"""Java's maps and sets, in the order that Java's have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, MutableSet, Sequence
from typing import Any

from .exceptions import ArrayIndexOutOfBoundsException, JavaThrowable, java_exception
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

    def update(self, elements: Iterable[Any]) -> None:
        """`addAll`."""
        for element in elements:
            self.add(element)

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


class JavaIterator:
    """`java.util.Iterator` over a list, set or map's entries, which can remove what it gave.

    Args:
        collection: the list, set, or a map's entries; removing changes it.
        owner: the map itself, for an iterator over its keys or entries.
    """

    def __init__(self, collection: Any, owner: Any = None) -> None:
        self._collection = collection if owner is None else owner
        self._elements = list(collection)
        self._next = 0
        self._removed = 0

    def hasNext(self) -> bool:  # noqa: N802
        """Whether there is more."""
        return self._next < len(self._elements)

    def next(self) -> Any:
        """The next element.

        Raises:
            JavaThrowable: `NoSuchElementException`, there is none.
        """
        if not self.hasNext():
            raise _no_such_element()
        self._next += 1
        return self._elements[self._next - 1]

    def remove(self) -> None:
        """Take the element that came last out of the collection."""
        element = self._elements[self._next - 1]
        if isinstance(self._collection, list):
            del self._collection[self._next - 1 - self._removed]
            self._removed += 1
        elif isinstance(self._collection, (dict, MutableMapping)):
            del self._collection[element[0] if isinstance(element, tuple) else element]
        else:
            self._collection.discard(element)


def iterated(iterator: Any) -> Iterator[Any]:
    """What an own iterator of a program gives, for Python's `for`."""
    while iterator.hasNext():
        yield iterator.next()


def list_at(index: int, values: Sequence[Any] | None = None) -> int:
    """An index of a list or text, which Python would count from the end if it is negative.

    Raises:
        IndexError: it is negative.
    """
    if index < 0:
        length = "" if values is None else f" for length {len(values)}"
        raise IndexError(f"Index {index} out of bounds{length}")
    return index


def at(index: int, array: Sequence[Any] | None = None) -> int:
    """An index of an array, which Python would count from the end if it is negative.

    Raises:
        ArrayIndexOutOfBoundsException: the array has no such element.
    """
    if index < 0 or (array is not None and index >= len(array)):
        length = "" if array is None else f" for length {len(array)}"
        raise ArrayIndexOutOfBoundsException(f"Index {index} out of bounds{length}")
    return index


def _no_such_element() -> JavaThrowable:
    return java_exception("java.util.NoSuchElementException")()
