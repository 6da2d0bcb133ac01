"""What `nvidia-smi` writes, understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Version = tuple[int, int]

# Of `--query-gpu`, the newest last: a driver that does not know a field names it.
FIELDS = (
    "uuid",
    "name",
    "memory.total",
    "driver_version",
    "mig.mode.current",
    "compute_cap",
)

_UNKNOWN_FIELD = re.compile(r'Field "([\w.]+)" is not a valid field to query')
_CUDA = re.compile(r"CUDA (?:UMD )?Version\s*:\s*(\d+)\.(\d+)")
_CARD = re.compile(r"GPU \d+: .*\(UUID: (GPU-[\w-]+)\)")
_SLICE = re.compile(r"\s+MIG (\S+)\s+Device\s+\d+: \(UUID: (MIG-[\w/-]+)\)")

# What it says when it cannot answer, and the reason in a word or two.
_FAILURES = (
    ("couldn't communicate with the NVIDIA driver", "the driver is not running"),
    ("Driver/library version mismatch", "the driver was updated: restart the machine"),
    ("No devices were found", "the driver finds no card"),
    ("Insufficient Permissions", "this user may not use the card"),
    ("GPU access blocked by the operating system", "Windows keeps WSL from the card"),
    ("Unable to determine the device handle", "a card does not answer: restart the machine"),
    ("GPU is lost", "a card does not answer: restart the machine"),
)


@dataclass(frozen=True)
class Card:
    """A graphics card.

    Attributes:
        uuid: how CUDA_VISIBLE_DEVICES may name it, such as `GPU-5a3c...`.
        name: the maker's.
        memory: MiB; None if it does not say.
        capability: the compute capability, such as (7, 5); None if the driver does not say.
        driver: version of the driver.
        mig: whether it is divided (Multi-Instance GPU).
        slices: the parts it is divided into, by UUID, with their names, such as `1g.5gb`.
    """

    uuid: str
    name: str
    memory: int | None = None
    capability: Version | None = None
    driver: str = ""
    mig: bool = False
    slices: tuple[tuple[str, str], ...] = ()

    @property
    def answers(self) -> bool:
        """False for a card whose driver has lost it: it has no number left."""
        return self.memory is not None


def cards(text: str, fields: Sequence[str]) -> list[Card]:
    """The cards that `--query-gpu=FIELDS --format=csv,noheader,nounits` lists."""
    rows = [[value.strip() for value in line.split(",")] for line in text.splitlines()]
    return [_card(dict(zip(fields, row, strict=True))) for row in rows if len(row) == len(fields)]


def _card(values: Mapping[str, str]) -> Card:
    memory = values.get("memory.total", "")
    return Card(
        uuid=values["uuid"],
        name=values["name"],
        memory=int(memory) if memory.isdecimal() else None,
        capability=version(values.get("compute_cap", "")),
        driver=values["driver_version"],
        mig=values.get("mig.mode.current") == "Enabled",
    )


def version(text: str) -> Version | None:
    """`8.6` as (8, 6); None for `[N/A]` and the like."""
    match = re.fullmatch(r"(\d+)\.(\d+)(?:\.\d+)*", text.strip())
    return (int(match[1]), int(match[2])) if match else None


def unknown_field(text: str) -> str | None:
    """The field of a query that this driver does not know, if that is what it says."""
    match = _UNKNOWN_FIELD.search(text)
    return match[1] if match else None


def cuda_version(text: str) -> Version | None:
    """The newest CUDA that the driver runs; drivers before 410 do not say."""
    match = _CUDA.search(text)
    return (int(match[1]), int(match[2])) if match else None


def slices(text: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """The parts that `-L` lists below each divided card, by the card's UUID."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    card = ""
    for line in text.splitlines():
        if match := _CARD.match(line):
            card = match[1]
        elif match := _SLICE.match(line):
            found[card] = (*found.get(card, ()), (match[2], match[1]))
    return found


def failure(text: str) -> str:
    """Why it did not answer."""
    for words, reason in _FAILURES:
        if words in text:
            return reason
    lines = text.strip().splitlines()
    return f"nvidia-smi says: {lines[0]}" if lines else "nvidia-smi says nothing"
