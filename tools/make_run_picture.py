"""Make docs/run.svg: what `dl4j-bridge train` really prints, as a picture of a terminal."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "run.svg"
COMMANDS = (
    "dl4j-bridge train --epochs 3 --out runs/lecture",
    "dl4j-bridge predict runs/lecture/model.zip seven.png",
)


def main() -> None:
    """Run the commands, draw what they print."""
    console = Console(record=True, width=96, file=open("/dev/null", "w"))  # noqa: SIM115
    with tempfile.TemporaryDirectory() as folder:
        _digit(Path(folder) / "seven.png")
        for command in COMMANDS:
            done = subprocess.run(
                [Path(sys.executable).parent / "dl4j-bridge", *command.split()[1:]],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=folder,
                check=True,
            )
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            console.print(Text(done.stdout))
    picture = console.export_svg(title="dl4j-bridge")
    # Fonts of another server are not needed to read it.
    picture = re.sub(r"@font-face \{.*?\}\n?", "", picture, flags=re.DOTALL)
    PICTURE.write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n", "utf-8")


def _digit(path: Path) -> None:
    """The first digit of MNIST's test data as a picture."""
    import numpy as np
    from PIL import Image

    from dl4j_bridge import datasets

    image = datasets.mnist().test.x[0].reshape(28, 28)
    Image.fromarray((image * 255).astype(np.uint8)).save(path)


if __name__ == "__main__":
    main()
