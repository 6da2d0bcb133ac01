"""Trains the models in models/, writes their cards."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import dl4j_bridge as bridge
from dl4j_bridge import modelfile
from dl4j_bridge.lab.running import Run, run

MODELS = Path(__file__).parents[1] / "models"
NAMES = ("lecture",)

CARD = """\
# Models

Stock DL4J files: `MultiLayerNetwork.load(new File("models/lecture.zip"), false)` opens them in
Java, `bridge.load("models/lecture.zip")` in Python. They hold no updater state, so they are for
use, not for more training. `python tools/make_models.py` makes them anew; with the same threads
and the same native library the parameters are the same to the bit.
"""

ROW = """
## {name}

| | |
|---|---|
| file | `{name}.zip`, {size:.1f} MB, SHA-256 `{sha256}` |
| made by | `dl4j-bridge train --preset {name} --threads {threads}` |
| data | MNIST, 60,000 digits to train, 10,000 to test |
| network | {network}, {parameters:,} parameters |
| training | {updater}, l2 {l2:g}, batch {batch_size}, {epochs} epochs, seed {seed} |
| test accuracy | {accuracy:.2%} |
| macro precision, recall, F1 | {precision:.2%}, {recall:.2%}, {f1:.2%} |
| made with | DL4J {deeplearning4j}, `{native}`, {threads} threads, Java {java} |
"""


def card(done: Run, model: Path) -> str:
    """The section of a model in models/README.md."""
    read = modelfile.read(model)
    evaluation, experiment = done.evaluation, done.experiment
    assert evaluation is not None
    environment = json.loads((done.folder / "environment.json").read_text(encoding="utf-8"))
    sizes = [read.layers[0].n_in, *(layer.n_out for layer in read.layers)]
    return ROW.format(
        name=experiment.name,
        size=model.stat().st_size / 1e6,
        sha256=read.sha256,
        threads=environment["threads"],
        network="-".join(str(size) for size in sizes),
        parameters=read.parameters,
        updater=experiment.updater,
        l2=experiment.l2,
        batch_size=experiment.batch_size,
        epochs=experiment.epochs,
        seed=experiment.seed,
        accuracy=evaluation.accuracy,
        precision=evaluation.precision,
        recall=evaluation.recall,
        f1=evaluation.f1,
        deeplearning4j=environment["deeplearning4j"],
        native=environment["native"],
        java=environment["java"],
    )


def main() -> None:
    text = CARD
    for name in NAMES:
        folder = Path(tempfile.mkdtemp())
        done = run(bridge.preset(name), folder / "run")
        model = MODELS / f"{name}.zip"
        bridge.save(bridge.load(done.model), model, updater=False)
        text += card(done, model)
        shutil.rmtree(folder)
    (MODELS / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
