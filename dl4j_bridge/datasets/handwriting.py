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
from .storing import is_unpacked, unpack_gzip, writing

__all__ = ["SPLITS", "emnist", "is_emnist", "unpack_emnist"]

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
    return load_folder(_locate(split, folder, on_progress), family=f"emnist-{split}")


def is_emnist(split: str, folder: Path) -> bool:
    """Whether a folder has the four files of a split."""
    return all(either(folder, name) for name in _names(split))


def unpack_emnist(
    split: str,
    target: str | Path,
    folder: str | Path | None = None,
    *,
    on_progress: Progress | None = None,
) -> list[Path]:
    """Make sure that a split lies unpacked in `target`, where DL4J can be made to look for it.

    A file that is there as it should be stays, and one appears only when it is whole.

    Args:
        split: As for `emnist`.
        target: DL4J's EmnistDataSetIterator looks in `data/EMNIST` below its resources.
        folder: Where the files are, as for `emnist`.
        on_progress: Told how a download goes.

    Returns:
        The four paths, training files first.

    Raises:
        DataError: a file is missing in `folder`, or malformed.
        SetupError: the files are nowhere, or `target` cannot be written.
        ResourceExhausted: the disk is full.
    """
    # Read it all first: for one bad file, DL4J deletes every split it has.
    data = emnist(split, folder, on_progress=on_progress)
    found, target = _locate(split, folder, None), Path(target)
    paths = [target / name for name in _names(split)]
    size = (len(data.train) + len(data.test)) * (data.features + 1)
    with writing(target, data.name, size):
        for path in paths:
            packed = either(found, path.name)
            if packed is not None and not is_unpacked(packed, path):
                unpack_gzip(packed, path)
    return paths


def _locate(split: str, folder: str | Path | None, on_progress: Progress | None) -> Path:
    if split not in SPLITS:
        raise UsageError(
            f"EMNIST has no split '{split}'.{suggest(split, SPLITS)} It has {', '.join(SPLITS)}."
        )
    return locate(EMNIST, partial(is_emnist, split), folder, on_progress)


def _names(split: str) -> list[str]:
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    return [f"emnist-{split}-{part}-{kind}" for part in ("train", "test") for kind in kinds]
