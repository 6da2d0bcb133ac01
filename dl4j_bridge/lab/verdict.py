"""What numbers mean, in sentences: which setting is best, whether a network is good enough."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..evaluation import Evaluation
from ..history import History
from ..updaters import DEFAULTS
from .axes import label
from .intervals import interval
from .looking import Look
from .pictures.calibration import reliability
from .pictures.confusion import worst_pair
from .pictures.units import dead_share
from .ranking import Line, Ranking

_LEVEL = 0.05
_MANY_DEAD = 0.2
# LeCun and others, "Gradient-based learning applied to document recognition", 1998; people:
# LeCun and others, "Learning algorithms for classification", 1995.
_KNOWN = {
    "mnist": "Others on these digits: a linear classifier is right in 88%, nearest neighbours "
    "in 95%, LeNet-5 in 99.05%, people in about 99.8% (LeCun and others, 1995 and 1998)."
}


def which(ranking: Ranking) -> list[str]:
    """Which setting of a comparison is best, how sure that is."""
    if not ranking.lines or math.isnan(ranking.lines[0].accuracy):
        return ["No setting came through: no run ended with a test accuracy."]
    winner, others = ranking.lines[0], ranking.lines[1:]
    spread = "" if math.isnan(winner.spread) else f", ± {winner.spread * 100:.2f} points"
    found = [
        f"{label(winner.setting)} is best: {winner.accuracy:.2%} of the test examples are right "
        f"({_seeds(ranking)}{spread})"
        + (
            "; it was chosen by validation accuracy."
            if not math.isnan(winner.validation)
            else "; it was chosen by that same accuracy, which flatters it."
        )
    ]
    found += _told_apart(others, ranking.seeds)
    found += _defaults(ranking.lines)
    troubles = [f"{label(line.setting)} ({line.trouble})" for line in ranking.lines if line.trouble]
    if troubles:
        found.append(f"Not all runs came through: {_some(troubles)}.")
    return found


def _seeds(ranking: Ranking) -> str:
    return f"mean of {ranking.seeds} seeds" if ranking.seeds > 1 else "one seed"


def _told_apart(others: Sequence[Line], seeds: int) -> list[str]:
    if seeds < 2:
        return ["One seed says nothing about chance: try more, such as --seeds 5."]
    rivals = [label(line.setting) for line in others if line.p is not None and line.p >= _LEVEL]
    if rivals:
        return [
            f"With {seeds} seeds it cannot be told apart from {_some(rivals)} "
            f"(paired t-test, p ≥ {_LEVEL:g}); more seeds may."
        ]
    if any(line.p is not None for line in others):
        return [f"All others differ from it (paired t-test over {seeds} seeds, p < {_LEVEL:g})."]
    return []


def _defaults(lines: Sequence[Line]) -> list[str]:
    """The updaters at the rates they have if nobody sets one, which differ a hundredfold."""
    known = {name: settings.get("learningRate") for name, settings in DEFAULTS.items()}
    at = [
        f"{line.setting['updater']} ({line.setting['learning-rate']}) {line.accuracy:.2%}"
        for line in sorted(lines, key=lambda line: -line.accuracy)
        if not math.isnan(line.accuracy)
        and {"updater", "learning-rate"} == set(line.setting)
        and line.setting["learning-rate"] == f"{known.get(line.setting['updater']) or 0:g}"
    ]
    return [f"At Deeplearning4j's default rates: {', '.join(at)}."] if len(at) > 1 else []


def broken_off(scores: npt.NDArray[np.float64]) -> list[str]:
    """Whether training diverged; `scores` has one an iteration."""
    bad = np.flatnonzero(~np.isfinite(scores))
    if not len(bad):
        return []
    return [
        f"No: training diverged. The score left the numbers at iteration {bad[0] + 1}; a smaller "
        "learning rate, or a bound of the gradient, may help."
    ]


def good_enough(
    data: str, evaluation: Evaluation | None, history: History, look: Look | None
) -> list[str]:
    """Whether a trained network is good enough, and what would make it better."""
    found = []
    if evaluation is not None:
        found += _accuracy(data, evaluation)
        if look is not None and look.training is not None:
            found += _gap(look.training, evaluation)
    found += _still_learning(history)
    if look is not None:
        found += _belief(look) + _dead(look)
    return found


def _accuracy(data: str, evaluation: Evaluation) -> list[str]:
    low, high = _bounds(evaluation)
    frequent = evaluation.confusion.sum(axis=1).max() / max(evaluation.count, 1)
    found = [
        f"{evaluation.accuracy:.2%} of {evaluation.count:,} test examples are right (95% interval "
        f"{low:.1%} to {high:.1%}): {1000 * (1 - evaluation.accuracy):.0f} mistakes in 1,000. "
        f"Always answering the most frequent class gives {frequent:.1%}."
    ]
    if data in _KNOWN:
        found.append(_KNOWN[data])
    recall = evaluation.class_recall
    worst = int(recall.argmin()) if not any(map(math.isnan, recall)) else None
    pair = worst_pair(evaluation)
    if worst is not None and pair is not None:
        found.append(
            f"The weakest class is {evaluation.classes[worst]}: {recall[worst]:.1%} of it is "
            f"found. The most frequent mistake: {pair[0]} taken for {pair[1]} ({pair[2]} times)."
        )
    return found


def _bounds(evaluation: Evaluation) -> tuple[float, float]:
    return interval(int(evaluation.confusion.trace()), evaluation.count)


def _gap(training: float, evaluation: Evaluation) -> list[str]:
    _, high = _bounds(evaluation)
    if training > high:
        return [
            f"On training examples it is right in {training:.2%}, clearly more. More data, "
            "dropout, weight decay or early stopping may narrow the gap."
        ]
    return [
        f"On training examples it is right in {training:.2%}, about the same: no overfitting. "
        "More epochs, another rate or a larger network may help."
    ]


def _still_learning(history: History) -> list[str]:
    column = "validation_loss" if history and "validation_loss" in history[-1] else "loss"
    if len(history) < 2:
        return []
    losses = history[column]
    best = losses.index(min(losses)) + 1
    name = column.replace("_", " ") if column != "loss" else "training loss"
    if best < len(losses):
        return [f"The {name} was lowest after epoch {best} of {len(losses)}."]
    if losses[-2] > 0 and (losses[-2] - losses[-1]) / losses[-2] > 0.01:
        fall = (losses[-2] - losses[-1]) / losses[-2]
        return [f"The {name} still fell by {fall:.0%} in the last epoch: train longer."]
    return []


def _belief(look: Look) -> list[str]:
    if not look.has_probabilities:
        return []
    found = reliability(look.labels, look.outputs)
    says = float(found.said @ found.counts) / found.counts.sum()
    is_so = float(found.true @ found.counts) / found.counts.sum()
    text = f"It says {says:.1%} on average and is right in {is_so:.1%}"
    if abs(says - is_so) < 0.01:
        return [f"{text}: its probabilities can be believed on the whole."]
    return [f"{text}: it is {'too sure of itself' if says > is_so else 'surer than it says'}."]


def _dead(look: Look) -> list[str]:
    shares = {row.key: row.type for row in look.model.layers if row.key in look.layers}
    dead = [
        f"{key} ({kind}, {share:.0%})"
        for key, kind in shares.items()
        if (share := dead_share(look.layers[key])) > _MANY_DEAD
    ]
    if not dead:
        return []
    return [f"Many units are dead in layer {_some(dead)}: a lower rate or leaky ReLU may help."]


def _some(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    return "; ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
