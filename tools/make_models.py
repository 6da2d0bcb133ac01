"""Trains the models in models/ with several seeds, writes their cards.

`python tools/make_models.py mlp-strong lenet-strong` makes those two, without names all. What is
finished is kept in `build/models`, so a second call goes on where the first was cut off.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge import Layer, modelfile
from dl4j_bridge.lab.comparing import Comparison, Outcome, compare
from dl4j_bridge.lab.counting import Moment

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "models"
NAMES = ("lecture", "lenet-strong", "mlp-strong", "mlp-augmented", "cnn-strong")
LARGEST = 5_000_000  # bytes of a model

HEAD = """\
# Models

Stock DL4J files: `MultiLayerNetwork.load(new File("models/lecture.zip"), false)` opens them in
Java, `bridge.load("models/lecture.zip")` in Python. They hold no updater state, so they are for
use, not for more training. `python tools/make_models.py` makes them anew; with the same native
library the parameters are the same to the bit. Accuracies are those after the last epoch, on test
data that nothing was chosen by; ± is the standard deviation between seeds.
"""

CARD = """
## {name}

| | |
|---|---|
| file | `{name}.zip`, {size:.1f} MB, SHA-256 `{sha256}` |
| made by | `dl4j-bridge train --preset {name}` |
| data | MNIST, 60,000 digits to train, 10,000 to test |
| network | {network}, {parameters:,} parameters |
| training | {training} |
| test accuracy of the file | {accuracy:.2%}, seed {seed} |
| test accuracy of {runs} | {mean:.2%} ± {deviation:.2%} ({all}) |
| macro precision, recall, F1 of the file | {precision:.2%}, {recall:.2%}, {f1:.2%} |
| an epoch | {seconds:.0f} s, the median, 1 thread, beside other work on {cores} cores of {cpu} |
| made with | DL4J {deeplearning4j}, `{native}`, 1 thread a run, Java {java} |
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--seeds", type=int, default=5, help="runs of each, 5")
    parser.add_argument("--workers", type=int, default=1, help="runs at a time, 1")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "models", help="their folder")
    given = parser.parse_args()
    if given.seeds < 2:
        parser.error("--seeds: a deviation needs two seeds or more")
    for name in given.names or NAMES:
        base = bridge.preset(name)
        seeds = [base.seed + number for number in range(given.seeds)]
        done = compare(
            base, {}, seeds, given.work / name, workers=given.workers, resume=True, report=tell
        )
        keep(done)


def tell(moment: Moment) -> None:
    """One line for each run that has ended."""
    if moment.said:
        print(moment.said, flush=True)


def keep(done: Comparison) -> None:
    """Put the first seed's model into models/, its card into the page."""
    first, name = done.outcomes[0], done.base.name
    model = MODELS / f"{name}.zip"
    bridge.save(bridge.load(first.folder / "model.zip"), model, updater=False)
    if model.stat().st_size > LARGEST:
        model.unlink()
        raise SystemExit(f"The model of {name} is larger than {LARGEST:,} bytes.")
    page = MODELS / "README.md"
    cards = cards_of(page.read_text(encoding="utf-8"))
    cards[name] = card(done, model)
    text = HEAD + "".join(cards[known] for known in NAMES if known in cards)
    page.write_text(text, encoding="utf-8")


def cards_of(page: str) -> dict[str, str]:
    """The sections of the page, by the names of their models."""
    _, *parts = re.split(r"\n(?=## )", page)
    return {part.split("\n", 1)[0].removeprefix("## "): f"\n{part}" for part in parts}


def card(done: Comparison, model: Path) -> str:
    """The section of a model in models/README.md."""
    first = done.outcomes[0]
    read = modelfile.read(model)
    accuracies = [run.accuracy for run in done.outcomes if run.accuracy is not None]
    epochs = [seconds for run in done.outcomes for seconds in run.history["seconds"]]
    experiment = first.trial.experiment
    return CARD.format(
        name=done.base.name,
        size=model.stat().st_size / 1e6,
        sha256=read.sha256,
        network=sizes(first),
        parameters=read.parameters,
        training=training(first),
        seed=experiment.seed,
        runs=f"{len(accuracies)} seeds",
        mean=np.mean(accuracies),
        deviation=np.std(accuracies, ddof=1),
        all=", ".join(f"{accuracy * 100:.2f}" for accuracy in accuracies),
        seconds=np.median(epochs),
        **facts(first, "evaluation"),
        **facts(first, "environment"),
    )


def facts(run: Outcome, name: str) -> dict[str, object]:
    """What a run's folder has of that name."""
    text = (run.folder / f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def sizes(run: Outcome) -> str:
    """Units and channels of the layers that have weights, such as 784-1000-10."""
    words = [
        f"{layer.settings['nOut']}{kernel(layer)}"
        for layer in run.trial.experiment.layers[:-1]
        if "nOut" in layer.settings
    ]
    return "-".join(["784", *words, "10"])


def kernel(layer: Layer) -> str:
    """`C5` for a convolution with 5×5 weights a channel; nothing for a dense layer."""
    size = layer.settings.get("kernelSize")
    return f"C{size[0]}" if isinstance(size, tuple) else ""


def training(run: Outcome) -> str:
    """How it was trained, in words."""
    e = run.trial.experiment
    named = {"l2": e.l2, "weight decay": e.weight_decay}
    words = [str(e.updater), *(f"{name} {value:g}" for name, value in named.items() if value)]
    words += [str(e.schedule)] if e.schedule else []
    words += [f"distorted by {e.augment}"] if e.augment else []
    return ", ".join([*words, f"batch {e.batch_size}", f"{e.epochs} epochs"])


if __name__ == "__main__":
    main()
