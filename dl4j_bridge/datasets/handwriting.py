"""EMNIST: handwritten letters and digits in six splits."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..downloads import Progress
from ..errors import UsageError
from ..spelling import suggest
from .classnames import EMNIST as CLASSES
from .dataset import Dataset
from .folder import load_folder
from .places import either, locate
from .published import EMNIST

__all__ = ["SPLITS", "emnist", "is_emnist"]

SPLITS = tuple(CLASSES)


def emnist(
    split: str, folder: str | Path | None = None, *, on_progress: Progress | None = None
) -> Dataset:
    """One split of EMNIST: handwritten characters of 28×28 pixels, upright.

    ========  ======== ======= =======  =============================================
    split        train    test classes
    ========  ======== ======= =======  =============================================
    balanced   112,800  18,800      47  digits, letters; 15 small as their capitals
    byclass    697,932 116,323      62  digits, capitals, small letters
    bymerge    697,932 116,323      47  as balanced, but as often as people write them
    digits     240,000  40,000      10
    letters    124,800  20,800      26  small and capital letters are one class
    mnist       60,000  10,000      10  as MNIST
    ========  ======== ======= =======  =============================================

    Args:
        split: One of these. In the files of `letters` labels begin at 1; here A is class 0.
        folder: Holds the split's four IDX files. Without it they are looked for in
            `$DL4J_BRIDGE_DATA/emnist`, the bridge's cache and the system's data sets; else all
            of EMNIST is downloaded (562 MB).
        on_progress: Told how a download goes; None writes plain lines to stderr.

    Returns:
        `x` float32 `(n, 784)` in 0..1, `float32(byte) / 255`.

    Raises:
        UsageError: there is no such split.
        DataError: a file is missing in `folder`, or malformed.
        SetupError: the files are nowhere, and cannot be downloaded.

    Source: G. Cohen, S. Afshar, J. Tapson, A. van Schaik, 2017, arXiv:1702.05373, from NIST
    Special Database 19; DL4J's EmnistDataSetIterator.
    """
    if split not in SPLITS:
        raise UsageError(
            f"EMNIST has no split '{split}'.{suggest(split, SPLITS)} It has {', '.join(SPLITS)}."
        )
    found = locate(EMNIST, partial(is_emnist, split), folder, on_progress)
    return load_folder(found, family=f"emnist-{split}")


def is_emnist(split: str, folder: Path) -> bool:
    """Whether a folder has the four files of a split."""
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    names = [f"emnist-{split}-{part}-{kind}" for part in ("train", "test") for kind in kinds]
    return all(either(folder, name) for name in names)
