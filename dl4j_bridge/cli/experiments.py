"""The experiment that --preset or --config names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..experiment import Experiment


PRESETS = (
    "lecture (default), two-layer or lenet; lenet-strong, mlp-strong, mlp-augmented or cnn-strong"
)


def starting_point(config: Path | None, preset: str | None) -> Experiment:
    """The experiment that a command's other options change; `lecture` if nothing is named."""
    from .. import presets
    from ..toml import from_file

    if config and preset:
        raise click.UsageError("Give either --preset or --config; a file may name its preset.")
    return from_file(config) if config else presets.preset(preset or "lecture")
