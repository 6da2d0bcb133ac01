"""The readers that are tried, by name."""

from __future__ import annotations

from collections.abc import Callable

from ..target import Target
from .course import Lint, OldApi, Port, TraceFolder
from .datasets import Cifar, CifarArchive, Csv, Idx, Npz, Picture
from .kept import ComparisonFolder, RunFolder
from .models import ModelZip
from .settings import Toml
from .traps import Traps

TARGETS: dict[str, Callable[[], Target]] = {
    "model-zip": ModelZip,
    "idx": Idx,
    "npz": Npz,
    "csv": Csv,
    "cifar": Cifar,
    "cifar-archive": CifarArchive,
    "picture": Picture,
    "toml": Toml,
    "run-folder": RunFolder,
    "comparison-folder": ComparisonFolder,
    "trace-folder": TraceFolder,
    "java-lint": Lint,
    "java-port": Port,
    "java-oldapi": OldApi,
    "traps": Traps,
}
READERS = tuple(name for name in TARGETS if name != "traps")
"""Those of the package."""
