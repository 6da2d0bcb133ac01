"""Damage for files: bytes, words, numbers changed as a random generator has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_EDGES = [0, 1, 2, 255, *(sign * 2**bits - less for bits in (7, 8, 15, 16, 31, 32, 40, 63)
                          for sign in (1, -1) for less in (0, 1))]  # fmt: skip
_TOKENS = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\w+|\s+|[^\w\s]')

Seeds = Sequence[bytes]
_Damage = Callable[[bytes, Random, Seeds], bytes]


def in_bytes(content: bytes, random: Random, others: Seeds = ()) -> bytes:
    """One to four faults in a file's bytes; pieces of `others` may get into it."""
    for _ in range(random.choice((1, 1, 2, 4))):
        content = random.choice(_KINDS)(content, random, others)
    return content


def in_words(content: bytes, random: Random, words: Seeds, others: Seeds = ()) -> bytes:
    """One to four faults in a text's words; `words` are those worth putting in."""
    tokens = _TOKENS.findall(content) or [b""]
    for _ in range(random.choice((1, 1, 2, 4))):
        start, end = _span(tokens, random)
        piece = tokens[start:end]
        match random.choice(("drop", "double", "replace", "insert", "swap", "nest", "splice")):
            case "drop":
                del tokens[start:end]
            case "double":
                tokens[end:end] = piece
            case "replace":
                tokens[start : start + 1] = [random.choice(words)]
            case "insert":
                tokens.insert(start, random.choice(words))
            case "swap":
                other = random.randrange(len(tokens) + 1)
                tokens[other:other] = piece
            case "nest":
                times = random.choice((2, 30, 300, 3000))
                tokens[start : start + 1] = [b"".join(tokens[start : start + 1]) * times]
            case _:
                there = _TOKENS.findall(random.choice([content, *others])) or [b""]
                first, last = _span(there, random)
                tokens[start:end] = there[first:last]
    return b"".join(tokens)


def _span(sequence: Sequence[object], random: Random) -> tuple[int, int]:
    """A piece of it, short as a rule."""
    start = random.randrange(len(sequence) + 1)
    return start, min(len(sequence), start + random.choice((1, 1, 2, 4, 8, 64, 4096)))


def _flip(content: bytes, random: Random, _: Seeds) -> bytes:
    changed = bytearray(content or b"\0")
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _set(content: bytes, random: Random, _: Seeds) -> bytes:
    changed = bytearray(content or b"\0")
    changed[random.randrange(len(changed))] = random.choice((0, 1, 127, 128, 255, 10, 34, 45))
    return bytes(changed)


def _number(content: bytes, random: Random, _: Seeds) -> bytes:
    """A whole number at the edge of some type, in either byte order."""
    width = random.choice((1, 2, 4, 8))
    value = random.choice(_EDGES) % 256**width
    start = random.randrange(len(content) + 1)
    order = random.choice(("big", "little"))
    return content[:start] + value.to_bytes(width, order) + content[start + width :]


def _cut(content: bytes, random: Random, _: Seeds) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _drop(content: bytes, random: Random, _: Seeds) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def _double(content: bytes, random: Random, _: Seeds) -> bytes:
    start, end = _span(content, random)
    return content[:end] + content[start:end] + content[end:]


def _insert(content: bytes, random: Random, _: Seeds) -> bytes:
    start = random.randrange(len(content) + 1)
    piece = random.choice((random.randbytes(random.choice((1, 8))), bytes(random.choice((1, 64)))))
    return content[:start] + piece + content[start:]


def _splice(content: bytes, random: Random, others: Seeds) -> bytes:
    """The beginning of one with the end of another."""
    other = random.choice([content, *others])
    return content[: random.randrange(len(content) + 1)] + other[random.randrange(len(other) + 1) :]


_KINDS: tuple[_Damage, ...] = (_flip, _set, _number, _cut, _drop, _double, _insert, _splice)
