"""What a saved picture must be."""

from pathlib import Path

import numpy as np
from PIL import Image

from dl4j_bridge.lab import plotting


def is_drawn(figure, folder: Path) -> bool:
    """Whether the figure, saved as PNG, shows more than an empty page."""
    with Image.open(plotting.save(figure, folder / "picture.png")) as picture:
        grey = np.asarray(picture.convert("L"))
    return min(grey.shape) >= 200 and (grey < 128).mean() > 0.005
