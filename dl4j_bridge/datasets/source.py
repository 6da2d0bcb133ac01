"""One door to every data set: by name, by folder, by file."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from ..downloads import Progress
from ..errors import DataError, UsageError
from .arrays import SEED, TEST_FRACTION
from .catalog import NAMED
from .dataset import Dataset
from .folder import load_folder
from .known import KNOWN
from .npz import load_npz
from .table import load_csv

__all__ = ["load"]

_TABLES = {".csv", ".tsv", ".txt", ".data"}


def load(
    source: str | Path,
    *,
    label: str | int | None = None,
    classes: int | None = None,
    test_fraction: float = TEST_FRACTION,
    seed: int = SEED,
    regression: bool = False,
    on_progress: Progress | None = None,
) -> Dataset:
    """Load a data set.

    Args:
        source: `"mnist"`, `"digits"` or `"iris"`; `"fashion-mnist"`, `"cifar10"` or
            `"emnist-letters"` (and EMNIST's other splits), maybe with a folder:
            `"cifar10:FOLDER"`; a folder of IDX files (MNIST, Fashion-MNIST, EMNIST); a `.npz`
            file; a table (`.csv`, `.tsv`, `.txt`, `.data`).
        label: The label column of a table, by name or index; the last one by default.
        classes: Number of classes in a folder of IDX files.
        test_fraction: Share of rows laid aside for testing in 0..1, where a file has none.
        seed: Decides which rows are laid aside.
        regression: A file's labels are numbers to predict, not classes.
        on_progress: Told how a download goes; None writes plain lines to stderr.

    Raises:
        DataError: there is no such data, or it cannot be used; names the place of the fault.
        SetupError: published data are not on this machine, and cannot be downloaded.
        UsageError: an argument does not go with this kind of data.
    """
    path = Path(os.path.expanduser(source))
    kind = path.suffix.lower()
    if isinstance(source, str) and source in NAMED:
        _refuse_unused(source, label=label, classes=classes, regression=regression)
        return NAMED[source]()
    name, colon, folder = str(source).partition(":")
    if name in KNOWN:
        _refuse_unused(name, label=label, classes=classes, regression=regression)
        return KNOWN[name].load(folder if colon else None, on_progress=on_progress)
    if os.path.isdir(path):
        _refuse_unused("a folder of IDX files", label=label, regression=regression)
        return load_folder(path, classes=classes)
    if kind == ".npz":
        _refuse_unused("a .npz file", label=label, classes=classes)
        return load_npz(path, test_fraction=test_fraction, seed=seed, regression=regression)
    if kind in _TABLES:
        _refuse_unused("a table", classes=classes)
        return load_csv(
            path, label=label, test_fraction=test_fraction, seed=seed, regression=regression
        )
    raise DataError(_unknown(str(source), path))


def _refuse_unused(kind: str, **options: object) -> None:
    """Say so when an argument would have no effect."""
    for name, value in options.items():
        if value is not None and value is not False:
            raise UsageError(f"{name}={value!r} means nothing for {kind}; leave it out.")


def _unknown(source: str, path: Path) -> str:
    """Why `source` is no data, with the nearest thing that is."""
    known = (
        f"Known names: {', '.join([*NAMED, *KNOWN])}; or give a folder of IDX files, a .npz file "
        f"or a table ({', '.join(sorted(_TABLES))})."
    )
    if os.path.exists(path):
        return f"{path}: no reader for {path.suffix or 'a file without an extension'}. {known}"
    close = difflib.get_close_matches(source.lower(), [*NAMED, *KNOWN], n=1)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return f"No data set, file or folder called {source!r}. {hint}{known}"
