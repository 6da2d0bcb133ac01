"""How a run was begun that may have ended early, read back from its folder."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from ..dl4j.acceleration import Mode
from ..errors import CheckpointWarning, DataError, UsageError
from ..experiment import Experiment
from ..jvm.options import JvmOptions
from ..toml import from_file

CHECKPOINTS = "checkpoints"
"""Folder of a run's checkpoints, in the run's."""

# What bits depend on, beside what a resumed run takes over from the folder.
_OF_THE_MACHINE = ("deeplearning4j", "native", "blas")
# Over whom a training is shared out: the facts' names and what they hold.
_SHARING: dict[str, type] = {"cluster": str, "engine": str, "workers": int, "averaging": int}
# These schedules stretch over all epochs of a run.
_STRETCHING = ("cosine", "warmup")


@dataclass(frozen=True)
class Begun:
    """What a run's folder says of how the run was begun.

    Attributes:
        folder: the run's.
        experiment: what is run.
        environment: versions and settings by name; empty if it ended before they were known.
    """

    folder: Path
    experiment: Experiment
    environment: Mapping[str, Any]

    @property
    def mode(self) -> Mode:
        """How the run is accelerated."""
        mode = self.environment.get("accelerate", "auto")
        if mode not in get_args(Mode):
            raise DataError(f"{self.folder / 'environment.json'} has accelerate {mode!r}.")
        return mode  # type: ignore[no-any-return]

    @property
    def sharing(self) -> dict[str, Any]:
        """Over whom it is shared out: `cluster`, `engine`, `workers`, `averaging`, or None."""
        found = {name: self.environment.get(name) for name in _SHARING}
        for name, value in found.items():
            if value is not None and type(value) is not _SHARING[name]:
                raise DataError(f"{self.folder / 'environment.json'} has {name} {value!r}.")
        return found

    def options(self, threads: int | None = None) -> JvmOptions:
        """The JVM's options that give the run's bits; threads do not matter to them."""
        options = JvmOptions.from_environment(self.environment.get("backend"), threads)
        kernels = self.environment.get("kernels", options.kernels)
        return dataclasses.replace(options, kernels=str(kernels))

    def lasting(self, epochs: int | None) -> Experiment:
        """The experiment with another number of epochs.

        Raises:
            UsageError: its learning rates depend on their number.
        """
        schedule = self.experiment.schedule
        if epochs is None or epochs == self.experiment.epochs:
            return self.experiment
        if schedule is not None and schedule.type in _STRETCHING:
            raise UsageError(
                f"--epochs {epochs} contradicts the run in {self.folder}: its schedule "
                f"{schedule.type} stretches over {self.experiment.epochs} epochs. Resume it "
                "without --epochs, or begin another run."
            )
        return dataclasses.replace(self.experiment, epochs=epochs)

    def compare(self, environment: Mapping[str, Any]) -> None:
        """Warn where the bits may be others than those of a run in one go."""
        changed = [
            f"{name} was {then}, is {environment[name]}"
            for name in _OF_THE_MACHINE
            if (then := self.environment.get(name)) not in (None, environment[name])
        ]
        if changed:
            warnings.warn(
                f"The run in {self.folder} was begun elsewhere ({'; '.join(changed)}): "
                "the last digits may differ from those of a run in one go.",
                CheckpointWarning,
                stacklevel=2,
            )


def read_begun(folder: Path) -> Begun:
    """Read how a run was begun.

    Raises:
        DataError: the folder holds no run, or a damaged one.
        UsageError: its experiment makes no sense.
    """
    if not (folder / "experiment.toml").exists():
        raise DataError(
            f"{folder} holds no run to resume: experiment.toml is missing. "
            "Name the folder that train wrote, after --out or in runs/."
        )
    path = folder / "environment.json"
    try:
        environment = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}).") from error
    if not isinstance(environment, dict):
        raise DataError(f"{path} must hold an object, not a {type(environment).__name__}.")
    return Begun(folder, from_file(folder / "experiment.toml"), environment)
