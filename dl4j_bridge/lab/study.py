"""A search's memory: an Optuna study in a SQLite file that several processes may share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import DataError, SetupError, UsageError
from ..experiment import Experiment
from ..history import Row
from ..stopping import EarlyStopping
from ..toml import from_toml, to_toml
from .search_space import Space, check, parse, settled

if TYPE_CHECKING:
    import optuna

Sampler = Literal["tpe", "random", "grid"]
Pruner = Literal["median", "none"]


@dataclass(frozen=True)
class Question:
    """What a search looks for.

    Attributes:
        base: what the values are put into; its `validation` share judges them.
        space: what may be chosen, by name.

    Raises:
        UsageError: values that make no sense together, or nothing to choose or to judge by.
    """

    base: Experiment
    space: Space

    def __post_init__(self) -> None:
        if not self.base.validation:
            raise UsageError("validation is 0: a search needs a share of the data to judge by.")
        check(self.base, self.space)

    @property
    def lines(self) -> list[str]:
        """All of it as text, the parameters first."""
        parameters = [f"{name}={one}" for name, one in self.space.items()]
        return [*parameters, "", *to_toml(self.base).splitlines()]

    @classmethod
    def of(cls, lines: list[str]) -> Question:
        """Read what `lines` gave."""
        end = lines.index("")
        return cls(from_toml("\n".join(lines[end:])), parse(lines[:end]))


@dataclass(frozen=True)
class Attempt:
    """One setting that was tried.

    Attributes:
        number: in the study, from 0.
        status: `done`, `pruned`, `diverged`, `failed`, `interrupted`, or `running`.
        setting: value by name, as the command line writes it.
        value: validation accuracy (0 to 1) or, for regression, loss; None if there is none.
        epochs: how many it was trained for.
        seconds: from its beginning to its end.
        message: why it failed; else empty.
    """

    number: int
    status: str
    setting: Mapping[str, str]
    value: float | None
    epochs: int
    seconds: float
    message: str


class Study:
    """Suggests settings, remembers what came of them.

    The same seed suggests the same settings, whichever process asks, as long as the outcomes
    before are the same: with one worker, ten trials and ten more are twenty.

    Args:
        path: SQLite file, made if it is not there.
        question: what to look for; None takes that of the file.
        sampler: Tree-structured Parzen estimator, random numbers, or every combination.
        pruner: stops what is worse than the median of the others at the same epoch; or nothing.
        loss: a new study is about a loss, the less the better; else about an accuracy.

    Raises:
        SetupError: Optuna is not installed.
        UsageError: the file answers another question, or a grid has no end.
        DataError: the file is no study.

    Source: Akiba et al., "Optuna", 2019; Bergstra et al., "Algorithms for hyper-parameter
    optimization", 2011 (TPE); Golovin et al., "Google Vizier", 2017 (median rule).
    """

    def __init__(
        self,
        path: Path,
        question: Question | None,
        sampler: Sampler = "tpe",
        pruner: Pruner = "median",
        *,
        loss: bool = False,
    ) -> None:
        optuna = _optuna()
        from filelock import FileLock

        self.path, self._sampler = path, sampler
        # Optuna looks for tables and trials before it adds them, which takes two steps.
        self._lock = FileLock(f"{path}.lock")
        with _readable(path), self._lock:
            self._study = optuna.create_study(
                storage=_storage(path),
                study_name="dl4j-bridge tune",
                direction="minimize" if loss else "maximize",
                pruner=_pruner(pruner),
                load_if_exists=True,
            )
        self.loss = self._study.direction == optuna.study.StudyDirection.MINIMIZE
        with self._lock:
            self.question = self._agreed(question)
            if sampler == "grid":
                self._enqueue(_grid(self.question.space))

    @property
    def measured(self) -> str:
        """The column of the history that the search is about."""
        return "validation_loss" if self.loss else "validation_accuracy"

    def left(self, count: int) -> int:
        """How many of `count` more trials there can be; a grid has an end."""
        return min(count, self._waiting()) if self._sampler == "grid" else count

    def ask(self) -> tuple[optuna.Trial, Experiment] | None:
        """A new trial with what it runs; None if the grid has been through."""
        with self._lock:
            if not self.left(1):
                return None
            trial = self._study.ask()
        # Its number makes the draw differ from those of other trials in other processes.
        seed = (self.question.base.seed + trial.number) % 2**32
        samplers = _optuna().samplers
        self._study.sampler = (
            samplers.TPESampler(seed=seed)
            if self._sampler == "tpe"
            else samplers.RandomSampler(seed=seed)
        )
        setting = {name: one.draw(name, trial) for name, one in self.question.space.items()}
        return trial, settled(self.question.base, setting)

    def hopeless(self, trial: optuna.Trial, row: Row) -> bool:
        """Note a row of a trial's history; True if it is not worth going on."""
        trial.report(row[self.measured], row["epoch"])
        return bool(trial.should_prune())

    def tell(self, trial: optuna.Trial, status: str, rows: list[Row], message: str = "") -> Attempt:
        """Note what became of a trial: `done`, `pruned`, `diverged`, `failed`, `interrupted`."""
        states = _optuna().trial.TrialState
        # To the sampler, a diverged one is a bad one; one that failed says nothing.
        state = {"done": states.COMPLETE, "pruned": states.PRUNED, "diverged": states.PRUNED}
        outcome = {"status": status, "epochs": len(rows), "message": message}
        trial.set_user_attr("outcome", outcome)
        value = self._value(rows) if status == "done" else None
        return self._attempt(self._study.tell(trial, value, state.get(status, states.FAIL)))

    @property
    def attempts(self) -> list[Attempt]:
        """Every trial that has begun, whichever process ran it."""
        waiting = _optuna().trial.TrialState.WAITING
        trials = self._study.get_trials(deepcopy=False)
        return [self._attempt(trial) for trial in trials if trial.state != waiting]

    def _value(self, rows: list[Row]) -> float:
        """Of the epoch whose parameters the network has in the end."""
        base = self.question.base
        chosen = rows[-1]
        if base.patience is not None:
            stopping = EarlyStopping(base.patience, base.min_delta)
            for row in rows:
                if stopping.is_best(row["epoch"], row["validation_loss"]):
                    chosen = row
        return float(chosen[self.measured])

    def _attempt(self, trial: optuna.trial.FrozenTrial) -> Attempt:
        outcome = trial.user_attrs.get("outcome", {})
        names = [name for name in self.question.space if name in trial.params]
        return Attempt(
            number=trial.number,
            status=outcome.get("status", "running"),
            setting={name: str(trial.params[name]) for name in names},
            value=trial.value,
            epochs=outcome.get("epochs", len(trial.intermediate_values)),
            seconds=trial.duration.total_seconds() if trial.duration else 0.0,
            message=outcome.get("message", ""),
        )

    def _agreed(self, question: Question | None) -> Question:
        kept = self._study.user_attrs.get("question")
        if kept is None and question is not None:
            self._study.set_user_attr("question", question.lines)
            return question
        if kept is None:
            raise UsageError(f"There is no study in {self.path} yet; say what to look for.")
        if question is not None and question.lines != kept:
            theirs = "; ".join(line for line in kept if line not in question.lines)
            ours = "; ".join(line for line in question.lines if line not in kept)
            raise UsageError(
                f"The study {self.path} answers another question ({theirs or 'less'}, not "
                f"{ours or 'less'}). Leave options out to go on with it, or name another file."
            )
        return Question.of(kept)

    def _enqueue(self, settings: list[dict[str, object]]) -> None:
        for setting in settings:
            self._study.enqueue_trial(setting, skip_if_exists=True)

    def _waiting(self) -> int:
        waiting = _optuna().trial.TrialState.WAITING
        return len(self._study.get_trials(deepcopy=False, states=(waiting,)))


def _grid(space: Space) -> list[dict[str, object]]:
    points = {name: one.points for name, one in space.items()}
    for name, values in points.items():
        if values is None:
            raise UsageError(
                f"A grid tries every value, and {name}={space[name]} has no end of them: name "
                f"some, as in {name}=choice(0.001,0.01,0.1), or take another --sampler."
            )
    rows = product(*(values for values in points.values() if values is not None))
    return [dict(zip(space, row, strict=True)) for row in rows]


def _storage(path: Path) -> Any:
    from sqlalchemy import URL

    url = URL.create("sqlite", database=str(path.absolute())).render_as_string()
    # Other processes may be writing; seconds.
    return _optuna().storages.RDBStorage(url, engine_kwargs={"connect_args": {"timeout": 60}})


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except (SQLAlchemyError, OSError, RuntimeError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise DataError(
            f"{path} cannot be used as a study: {reason}. Name another file with --study."
        ) from error


def _pruner(name: Pruner) -> Any:
    pruners = _optuna().pruners
    return pruners.MedianPruner() if name == "median" else pruners.NopPruner()


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as fault:
        raise SetupError(
            "A search needs Optuna, which is not installed. Type: pip install 'dl4j-bridge[tune]'"
        ) from fault
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
