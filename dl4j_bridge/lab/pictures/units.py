"""How active each layer's units are, how many have died."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..plotting import COLOURS, canvas
from .picture import Picture, plain

_MOST = 12


def dead_share(outputs: npt.NDArray[Any]) -> float:
    """Share of units that give one value whatever the input is, 0 to 1.

    Args:
        outputs: of a layer, shape (n, units), or (n, channels, …): a channel is a unit then.
    """
    flat = np.moveaxis(outputs, 1, 0).reshape(outputs.shape[1], -1)
    return float((flat.min(axis=1) == flat.max(axis=1)).mean())


def activity(layers: Mapping[str, npt.NDArray[Any]]) -> Picture | None:
    """Histogram of each layer's outputs, with the share of dead units; None without layers.

    Args:
        layers: outputs by what the layer is called, shape (n, units) or (n, channels, …).
    """
    shown = dict(list(layers.items())[:_MOST])
    if not shown:
        return None
    figure, axes = canvas(1, len(shown), width=5, height=1.45)
    told = []
    for axis, (name, outputs) in zip(axes.flat, shown.items(), strict=True):
        shares = 100 * np.ones(outputs.size) / outputs.size
        axis.hist(outputs.ravel(), bins=50, weights=shares, color=COLOURS[1], log=True)
        zeros, dead = float((outputs == 0).mean()), dead_share(outputs)
        axis.set_title(
            f"{plain(name)}: {zeros:.0%} zeros, {dead:.1%} of units dead", fontsize=9, loc="left"
        )
        axis.tick_params(labelsize=8)
        told.append(f"{name}: {dead:.1%} dead")
    axes[-1, 0].set_xlabel("activation (no unit)")
    figure.supylabel("share of values (%), log axis", fontsize=9)
    rows = len(next(iter(shown.values())))
    return Picture(
        "activations",
        "Activations of each layer",
        f"Histograms of {len(shown)} layers. {'; '.join(told)}.",
        f"Outputs of each layer for {rows:,} test examples. A unit is dead if it gave the same "
        "value for all of them: it has no part in any answer, and no gradient revives it.",
        figure,
    )
