"""Checkpoints of a training: when one is due, where it lies, which is the last good one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import __version__, counts, modelfile, notices
from .claim import claimed
from .errors import BridgeError, CheckpointWarning, ModelFileError, UsageError
from .modelfile.reading import TRAINING
from .modelfile.stored import content, write_stored
from .training_state import TrainingState

# Unless the user has said how often, at most this share of the time goes into checkpoints.
_SHARE = 1 / 20
_NAME = re.compile(r"epoch-(\d+)(?:-batch-(\d+))?\.zip")


@dataclass
class Checkpoints:
    """Has `fit` write down where it is, and go on from there when it is called again.

        >>> net = MultiLayerNetwork(conf)
        >>> bridge.fit(net, data, epochs=15, checkpoints="checkpoints")

    Whatever ends that program: started again, it goes on from the last checkpoint and gives the
    bits it would have given. Ctrl-C writes one at once. Each is a model file that DL4J opens,
    `epoch-0003.zip` after three epochs, `epoch-0003-batch-00120.zip` within the fourth. A folder
    belongs to one training.

    Attributes:
        folder: where they lie; made if it is not there.
        every: epochs from one to the next; 0 for none at the ends of epochs. None writes one after
            each epoch, but spends at most a twentieth of the time on it; the last epoch has one
            in any case.
        minutes: from one to the next, within epochs, too; None for none.
        keep: how many stay, the last ones.
        latest: the last one that was written or gone on from.
        resumed_from: the one gone on from.

    Raises:
        UsageError: a number that makes no sense.
    """

    folder: Path
    every: int | None = None
    minutes: float | None = None
    keep: int = 2
    latest: Path | None = field(default=None, init=False)
    resumed_from: Path | None = field(default=None, init=False)
    _written: float = field(default=0.0, init=False, repr=False)
    _cost: float = field(default=0.0, init=False, repr=False)

    def __post_init__(self) -> None:
        self.folder = Path(self.folder)
        self.keep = counts.whole("keep", self.keep)
        if self.every is not None:
            self.every = counts.whole("every", self.every, 0)
        if self.minutes is not None and not 0 < self.minutes < 1e9:
            raise UsageError(f"minutes is {self.minutes!r}, but must be above 0.")
        self._written = time.perf_counter()

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keep the folder to this process; it is made if it is not there.

        Raises:
            UsageError: another process writes checkpoints there, or it cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"The folder {self.folder} for checkpoints cannot be made: {error.strerror}."
            ) from error
        with claimed(self.folder):
            yield

    def is_due(self) -> bool:
        """Whether it is time for one, wherever in an epoch the training is."""
        return self.minutes is not None and self._since() >= 60 * self.minutes

    def is_due_after(self, epoch: int) -> bool:
        """Whether it is time for one after an epoch of the training, counted from 1."""
        if self.every is None:
            return self._since() * _SHARE >= self._cost
        return self.is_due() or (self.every > 0 and epoch % self.every == 0)

    def write(self, entries: Mapping[str, bytes], state: TrainingState) -> Path:
        """Write one, read it back, remove those that are too many.

        Args:
            entries: of a DL4J model, by name.
            state: of the training.

        Raises:
            ResourceExhausted: the disk is full; the last checkpoint stays.
            DataError: the folder cannot be written.
        """
        begun = time.perf_counter()
        path = self.folder / _name(len(state.rows), state.batches)
        details = {"dl4j_bridge": __version__, "epochs": len(state.rows), "batches": state.batches}

        def write(temporary: Path) -> None:
            write_stored(temporary, {**entries, TRAINING: state.to_bytes()})
            modelfile.seal(temporary, details)

        modelfile.replace_file(path, write, check=modelfile.read)
        for older in self._all()[self.keep :]:
            older.unlink(missing_ok=True)
        self.latest = path
        self._written = time.perf_counter()
        self._cost = self._written - begun
        return path

    def read(self) -> tuple[modelfile.ModelFile, TrainingState] | None:
        """The last good one; None if there is none at all.

        Damaged ones are warned of, and get another name, so that none is taken for the last.

        Raises:
            ModelFileError: all of them are damaged.
        """
        faults: dict[Path, str] = {}
        for path in self._all():
            try:
                found = _read(path)
            except BridgeError as error:
                faults[path] = str(error)
                continue
            for damaged, fault in faults.items():
                damaged.replace(damaged.with_name(damaged.name + ".damaged"))
                notices.warn(f"{fault} Going on from {path}.", CheckpointWarning)
            self.latest = self.resumed_from = path
            return found
        if faults:
            names = ", ".join(str(path) for path in faults)
            raise ModelFileError(
                f"All checkpoints are damaged: {names}. {next(iter(faults.values()))} "
                "Remove them to begin anew."
            )
        return None

    def last(self) -> Path | None:
        """The last one by its name, maybe damaged; None if there is none."""
        return next(iter(self._all()), None)

    def _since(self) -> float:
        return time.perf_counter() - self._written

    def _all(self) -> list[Path]:
        """The last one first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        places = {path: place for path in found if (place := _place(path.name))}
        return sorted(places, key=places.__getitem__, reverse=True)


def checkpoints_in(where: Checkpoints | str | Path | None) -> Checkpoints | None:
    """Checkpoints, where only their folder is named."""
    return Checkpoints(Path(where)) if isinstance(where, (str, Path)) else where


def _name(epochs: int, batches: int) -> str:
    return f"epoch-{epochs:04}" + f"-batch-{batches:05}" * (batches > 0) + ".zip"


def _place(name: str) -> tuple[int, int] | None:
    match = _NAME.fullmatch(name)
    return (int(match[1]), int(match[2] or 0)) if match else None


def _read(path: Path) -> tuple[modelfile.ModelFile, TrainingState]:
    model = modelfile.read(path)
    try:
        state = TrainingState.from_bytes(content(model, TRAINING))
        _check(model, state, path)
    except ValueError as error:
        if isinstance(error, BridgeError):
            raise
        raise ModelFileError(
            f"Checkpoint '{path}' is damaged: its '{TRAINING}' cannot be used: {error}."
        ) from error
    return model, state


def _check(model: modelfile.ModelFile, state: TrainingState, path: Path) -> None:
    """Compare what the two halves of a checkpoint say.

    Raises:
        ValueError: they do not belong together.
    """
    best, best_state = state.best
    if _place(path.name) != (len(state.rows), state.batches):
        raise ValueError(f"it is from epoch {len(state.rows)}, batch {state.batches}")
    if not state.counts or state.counts[0] != (model.iterations, model.epochs):
        raise ValueError(f"it counts {state.counts[:1]}, the network {model.iterations:,}")
    if best.size not in (0, model.parameters):
        raise ValueError(f"its best epoch has {best.size:,} parameters, not {model.parameters:,}")
    if best_state.size not in (0, model.updater_state):
        raise ValueError(f"its best epoch has a state of {best_state.size:,} values")
    if model.has_nan:
        raise ValueError("parameters of the network are NaN or infinite")
