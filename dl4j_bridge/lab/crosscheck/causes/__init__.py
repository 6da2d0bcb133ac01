"""Why two programs part: each cause is looked for in the evidence of the traces."""

from __future__ import annotations

from collections.abc import Callable

from ..comparing import Comparison
from . import building, chance, data
from .evidence import Evidence

Cause = Callable[[Evidence], "str | None"]
CAUSES: tuple[Cause, ...] = (
    chance.crashed,
    chance.no_seed,
    building.other_seed,
    building.other_weight_init,
    building.other_data_type,
    building.other_updater,
    building.other_dropout,
    building.other_configuration,
    building.other_origin,
    data.no_fit,
    data.swapped,
    data.batch_size,
    data.binarized,
    data.iterator_arguments,
    data.batch_order,
    data.other_features,
    data.other_labels,
    data.other_rows,
    data.epochs,
    data.other_test_data,
    chance.random_numbers,
    chance.environment,
)


def likely(comparison: Comparison, sides: tuple[str, str]) -> list[str]:
    """Sentences that say why two programs part, the likeliest first; none if they do not.

    Args:
        comparison: of their traces.
        sides: what the two are called.
    """
    parting = comparison.parting
    if parting is None:
        return []
    evidence = Evidence(comparison, parting, sides)
    found = [text for cause in CAUSES if (text := cause(evidence)) is not None]
    return found or [_unknown(evidence)]


def _unknown(evidence: Evidence) -> str:
    return (
        "The traces do not show why. All before is the same: look at what the programs do "
        f"just before {evidence.parting.where}."
    )
