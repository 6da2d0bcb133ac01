"""How one network's training scales with workers: measured here, simulated beyond.

    python -m bench.scale
    python -m bench.scale --engines  # only the two engines of a cluster, side by side

Writes docs/scale.json and docs/scale.png.
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
from .scaling.engines import compared
from .scaling.picture import picture
from .scaling.simulation import simulated

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Measure, fit, simulate, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60_000, help="of MNIST, to train on")
    parser.add_argument("--out", type=Path, default=DOCS)
    parser.add_argument("--engines", action="store_true", help="measure the two engines alone")
    arguments = parser.parse_args()
    if arguments.engines:
        _write_engines(arguments.out / "scale.json", arguments.rows)
        return
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
        "engines": [one.as_dict() for one in compared(arguments.rows)],
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1) + "\n"
    (arguments.out / "scale.json").write_text(text, encoding="utf-8")
    save(picture(found), arguments.out / "scale.png")
    print(text)


def _write_engines(file: Path, rows: int) -> None:
    """Put the comparison into what an earlier run has measured."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    found["engines"] = [one.as_dict() for one in compared(rows)]
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found["engines"], indent=1))


def _told(one: Costs) -> Costs:
    print(one, flush=True)
    return one


if __name__ == "__main__":
    main()
