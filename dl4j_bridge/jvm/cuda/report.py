"""What was found about graphics cards, in words."""

from __future__ import annotations

from .finding import CUDNN, Found
from .rule import judge, runs_on, visible
from .said import Card


def rows(found: Found) -> list[tuple[str, str, str]]:
    """Name, value and remark of each thing that was looked at."""
    if found.failure:
        return [("cards", "none", found.failure)]
    seen = visible(found)
    driver = found.cards[0].driver
    cuda = ".".join(map(str, found.cuda)) if found.cuda else "it does not say which"
    return [
        ("driver", driver, f"runs CUDA up to {cuda}"),
        *(
            (f"card {i}", _text(card), _remark(card, card in seen))
            for i, card in enumerate(found.cards)
        ),
        ("CUDA libraries", "not all here" if found.missing else "here", ", ".join(found.missing)),
    ]


def _text(card: Card) -> str:
    memory = f"{card.memory / 1024:.0f} GiB" if card.memory else "no answer"
    capability = ".".join(map(str, card.capability)) if card.capability else "unknown"
    return f"{card.name}, {memory}, compute capability {capability}"


def _remark(card: Card, seen: bool) -> str:
    if not seen:
        return "hidden by CUDA_VISIBLE_DEVICES"
    fits = card.answers and card.capability is not None and runs_on(card.capability)
    return "usable" if fits else "not usable"


def problem(found: Found) -> str:
    """Why cards that are here cannot be used; empty without cards, or if one can."""
    toolkit = [name for name in found.missing if name not in CUDNN]
    return judge(found, toolkit).obstacle if found.cards else ""
