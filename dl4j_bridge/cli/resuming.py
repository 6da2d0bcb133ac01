"""The options of `train` that have to do with a run in several goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .training_options import OF_THE_EXPERIMENT, with_options

if TYPE_CHECKING:
    from ..checkpoints import Checkpoints
    from ..experiment import Experiment
    from ..lab.begun import Begun


def begun_run(given: dict[str, Any]) -> Begun | None:
    """The run to resume, if there is one; options that contradict it are refused."""
    if given["resume"] is None:
        return None
    from ..lab.begun import read_begun

    begun = read_begun(given["resume"])
    named = [name for name in ("preset", "config", "out") if given[name] is not None]
    bits = {"backend": begun.environment.get("backend"), "accelerate": begun.mode}
    for name, kept in bits.items():
        if given[name] not in (None, "auto", kept):
            named.append(name)
    if _changed(given, begun.experiment, *OF_THE_EXPERIMENT) != begun.experiment:
        named += [
            name
            for name in OF_THE_EXPERIMENT
            if _changed(given, begun.experiment, name) != begun.experiment
        ]
    if named:
        words = ", ".join("--" + name.replace("_", "-") for name in named)
        raise UsageError(
            f"{words}: a resumed run goes on as {begun.folder} has it. Leave it out; only --epochs "
            "may ask for more."
        )
    return begun


def _changed(given: dict[str, Any], base: Experiment, *names: str) -> Experiment:
    """The experiment with only some of the options."""
    return with_options(dict.fromkeys(given) | {name: given[name] for name in names}, base)


def checkpoints(given: dict[str, Any]) -> Callable[[Path], Checkpoints] | None:
    """Makes a run's checkpoints; None if there shall be none."""
    every, minutes = given["checkpoint_every"], given["checkpoint_minutes"]
    if every == 0 and minutes is None and given["resume"] is None:
        return None
    from ..checkpoints import Checkpoints

    made = partial(Checkpoints, every=every, minutes=minutes, keep=given["keep_checkpoints"])
    made(Path())  # refuses what makes no sense before anything is loaded
    return made
