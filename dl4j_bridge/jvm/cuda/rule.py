"""Which cards Deeplearning4j 1.0.0-M2.1 can use, told from what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .finding import Found
from .said import Card, Version

# All of libnd4jcuda.so's machine code, in every one of its 228 parts (239 in the -cudnn build).
# None of them has PTX, from which a driver could make code for a card that is newer.
BUILT_FOR: tuple[Version, ...] = (
    (3, 7),
    (5, 0),
    (5, 2),
    (6, 0),
    (6, 1),
    (7, 0),
    (7, 5),
    (8, 0),
    (8, 6),
)
# A driver for any CUDA 11 runs programs of CUDA 11.6, as long as they need no compiler.
# Source: CUDA Compatibility, "Minor Version Compatibility".
_OLDEST_CUDA = (11, 0)
_OLDEST_DRIVER = 450


@dataclass(frozen=True)
class Verdict:
    """What can be done here.

    Attributes:
        usable: UUIDs that CUDA_VISIBLE_DEVICES may name; a divided card's parts.
        names: what they are, for people.
        refused: each other card that CUDA would see, with the reason.
        obstacle: why nothing can be done at all; empty if something can.
    """

    usable: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    obstacle: str = ""


def runs_on(capability: Version) -> bool:
    """Whether there is machine code for a card: the same major number, no larger minor one."""
    major, minor = capability
    return any(built[0] == major and built[1] <= minor for built in BUILT_FOR)


def judge(found: Found, missing: Sequence[str] = ()) -> Verdict:
    """Tell which cards can be used.

    Args:
        found: what there is.
        missing: libraries that the jars need and that do not load.
    """
    if found.failure:
        return Verdict(obstacle=found.failure)
    cards = visible(found)
    if not cards:
        return Verdict(obstacle=f"CUDA_VISIBLE_DEVICES is {found.visible!r} and hides all cards")
    reasons = {card: _why_not(card) for card in cards}
    good = [card for card in cards if not reasons[card]]
    refused = tuple(f"{card.name} {reason}" for card, reason in reasons.items() if reason)
    obstacle = (
        (_too_old(found, cards[0]) or _lacking(found, missing))
        if good
        else "; ".join(dict.fromkeys(refused))
    )
    return Verdict(
        usable=tuple(uuid for card in good for uuid in _uuids(card)),
        names=tuple(name for card in good for name in _names(card)),
        refused=refused,
        obstacle=obstacle,
    )


def visible(found: Found) -> list[Card]:
    """The cards that CUDA_VISIBLE_DEVICES leaves: by number, in the bus's order, or by UUID."""
    if found.visible is None:
        return list(found.cards)
    chosen: list[Card] = []
    for word in (part.strip() for part in found.visible.split(",")):
        card = _named(found.cards, word)
        if card is None:
            break  # as CUDA does: what follows a name that is none is hidden
        chosen.append(card)
    return list(dict.fromkeys(chosen))


def _named(cards: tuple[Card, ...], word: str) -> Card | None:
    if word.isdecimal():
        return cards[int(word)] if int(word) < len(cards) else None
    if not word.startswith(("GPU-", "MIG-")):
        return None
    fits = [
        card
        for card in cards
        if any(uuid.startswith(word) for uuid in (card.uuid, *(part for part, _ in card.slices)))
    ]
    return fits[0] if len(fits) == 1 else None


def _why_not(card: Card) -> str:
    if not card.answers:
        return "does not answer (nvidia-smi shows ERR!): restart the machine"
    if card.capability is None:
        return "does not tell its compute capability: update its driver"
    if not runs_on(card.capability):
        built = ", ".join(map(dotted, BUILT_FOR))
        return (
            f"has compute capability {dotted(card.capability)}, but Deeplearning4j 1.0.0-M2.1 has "
            f"machine code for {built} only, and none that a driver could translate (PTX)"
        )
    if card.mig and not card.slices:
        return "is in MIG mode, but has no instances: make one with nvidia-smi mig -cgi"
    return ""


def _too_old(found: Found, card: Card) -> str:
    driver = card.driver.partition(".")[0]
    known = found.cuda or (
        (11, 0) if driver.isdecimal() and int(driver) >= _OLDEST_DRIVER else None
    )
    if known and known >= _OLDEST_CUDA:
        return ""
    runs = f"runs CUDA {dotted(known)} at most" if known else "is too old for CUDA 11"
    return f"the driver {card.driver} {runs}: update it to 510 or later, for CUDA 11.6"


def _lacking(found: Found, missing: Sequence[str]) -> str:
    if not missing:
        return ""
    text = f"CUDA 11.6's {', '.join(missing)} cannot be loaded: install its toolkit"
    if found.toolkit:
        return (
            f"{text}, or put its libraries in {found.toolkit} on the path that the system looks in"
        )
    return text


def _uuids(card: Card) -> tuple[str, ...]:
    return tuple(uuid for uuid, _ in card.slices) if card.mig else (card.uuid,)


def _names(card: Card) -> tuple[str, ...]:
    return tuple(f"{card.name} MIG {part}" for _, part in card.slices) if card.mig else (card.name,)


def dotted(version: Version) -> str:
    """(8, 6) as `8.6`."""
    return ".".join(map(str, version))
