"""How one network's training scales with workers: measured here, simulated beyond.

    python -m bench.scale

Writes docs/scale.json and docs/scale.png. Takes less than six minutes on four idle cores.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from dl4j_bridge.lab.plotting import save

from .machine import describe
from .scaling.accuracy import accuracies
from .scaling.costs import Costs, fitted, measured
from .scaling.picture import picture
from .scaling.simulation import simulated

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Measure, fit, simulate, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60_000, help="of MNIST, to train on")
    parser.add_argument("--out", type=Path, default=DOCS)
    arguments = parser.parse_args()
    strong = [_told(one) for one in measured(arguments.rows, weak=False)]
    weak = [_told(one) for one in measured(arguments.rows // 4, weak=True)]
    model = fitted(strong)
    found: dict[str, Any] = {
        "machine": describe(),
        "strong": [one.as_dict() for one in strong],
        "weak": [one.as_dict() for one in weak],
        "model": model.as_dict(),
        "simulated": [one.as_dict() for one in simulated(model)],
        "accuracy": [one.as_dict() for one in accuracies(arguments.rows // 3)],
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1) + "\n"
    (arguments.out / "scale.json").write_text(text, encoding="utf-8")
    save(picture(found), arguments.out / "scale.png")
    print(text)


def _told(one: Costs) -> Costs:
    print(one, flush=True)
    return one


if __name__ == "__main__":
    main()
