"""A run or a comparison told on one page: words, tables, pictures."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import datasets
from ..downloads import Progress
from ..errors import DataError, ResourceExhausted, SetupError, UsageError
from ..experiment import Experiment
from . import page, portrait, verdict
from .axes import label
from .comparing import Comparison
from .kept import KeptRun, is_comparison, read_comparison, read_run
from .looking import Look, look
from .page import Page, Table
from .pictures import curves, rates, settings
from .pictures.confusion import confusion
from .pictures.picture import Picture
from .ranking import Line, cells, rank
from .running import split_for

_ABOUT_NUMBERS = (
    "Accuracy: mean ± standard deviation over the seeds, in points. p: paired t-test against the "
    "best setting, not corrected for the number of settings. Seconds: training of one run."
)


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Attributes:
        path: the HTML file.
        pictures: names of its pictures; each lies as a PNG in `plots`.
        plots: their folder.
        notes: what is missing in it, and why.
    """

    path: Path
    pictures: Sequence[str]
    plots: Path
    notes: Sequence[str]


def report(
    folder: Path,
    out: Path | None = None,
    *,
    data: str | None = None,
    on_fetch: Progress | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Report:
    """Write the report of a run folder or of a comparison's.

    Args:
        folder: what `train` or `compare` has made.
        out: the HTML file; None writes `folder/report.html`.
        data: where the data are, if not where the experiment says.
        on_fetch: told how far the download of a missing backend or data set is.
        tell: told what is being done.

    Raises:
        DataError: the folder holds neither, or a damaged file.
        ModelFileError: the model file is damaged, or could run code.
        SetupError: matplotlib, Jinja2 or Java is missing.
    """
    make = _of_comparison if is_comparison(folder) else _of_run
    made = make(folder, data, on_fetch, tell)
    path, plots = out or folder / "report.html", folder / "plots"
    tell(f"Drawing {len(made.all_pictures)} pictures")
    try:
        page.write(made, path, plots)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (ResourceExhausted if full else UsageError)(
            f"The report cannot be written to {path} and {plots}: {error.strerror}."
        ) from error
    return Report(path, [picture.name for picture in made.all_pictures], plots, made.notes)


def _of_run(
    folder: Path, data: str | None, on_fetch: Progress | None, tell: Callable[[str], None]
) -> Page:
    run = read_run(folder)
    seen, notes = _look(run, data, on_fetch, tell)
    experiment, series = run.experiment, [curves.Series("", [run.history], [run.scores])]
    enough = verdict.broken_off(run.scores)
    enough += verdict.good_enough(experiment.data, run.evaluation, run.history, seen)
    return Page(
        title=f"{experiment.name} on {experiment.data}",
        lead=f"{experiment.updater}, batch {experiment.batch_size}, seed {experiment.seed}, "
        f"{_epochs(len(run.history))}",
        answers={"Is this good enough?": enough},
        pictures=_sections({"Training": _training(series), **_network(run, seen)}),
        facts={"Experiment": _described(experiment), "Environment": _words(run.environment)},
        notes=notes,
    )


def _of_comparison(
    folder: Path, data: str | None, on_fetch: Progress | None, tell: Callable[[str], None]
) -> Page:
    done = read_comparison(folder)
    ranking = rank(done)
    winner = ranking.lines[0]
    run, notes = _winners_run(winner)
    seen: Look | None = None
    enough: list[str] = []
    if run is not None:
        seen, more = _look(run, data, on_fetch, tell)
        notes += more
        enough = verdict.good_enough(done.base.data, run.evaluation, run.history, seen)
    drawn = [settings.errors(ranking.lines), rates.sensitivity(ranking.lines)]
    tables = [Table(f"All settings, {ranking.seeds} seeds each", _rows(ranking.lines))]
    if len(ranking.best) < len(ranking.lines):
        tables.insert(0, Table(f"Each {next(iter(done.axes))} at its best", _rows(ranking.best)))
    best = f"The best network ({label(winner.setting)})"
    return Page(
        title=f"{_question(done)} {done.base.name} on {done.base.data}",
        lead=f"{len(done.outcomes)} runs, {len(ranking.lines)} settings, {ranking.seeds} seeds, "
        f"{_epochs(done.base.epochs)}",
        answers={
            _question(done): verdict.which(ranking),
            f"Is this good enough? ({_who(winner, run)})": enough,
        },
        pictures=_sections(
            {
                "Settings": drawn,
                "Training, each at its best": _training([_series(line) for line in ranking.best]),
                **(_network(run, seen, of=best) if run is not None else {}),
            }
        ),
        facts={
            "Experiment that was varied": _described(done.base),
            "Environment": _words(run.environment) if run is not None else {},
        },
        tables=tables,
        about_numbers=_ABOUT_NUMBERS,
        notes=notes,
    )


def _question(done: Comparison) -> str:
    varied = [name for name in done.axes if name != "learning-rate"]
    return f"Which {' and '.join(varied) or 'learning rate'}?"


def _who(winner: Line, run: KeptRun | None) -> str:
    seed = f", seed {run.experiment.seed}" if run is not None else ""
    return label(winner.setting) + seed


def _winners_run(winner: Line) -> tuple[KeptRun | None, list[str]]:
    """The winner's run that kept its model, or any that ended."""
    done = [one for one in winner.outcomes if one.status == "done"]
    done.sort(key=lambda one: not (one.folder / "model.zip").exists())
    if done and (done[0].folder / "experiment.toml").exists():
        return read_run(done[0].folder), []
    return None, ["No run of the best setting is there to look at its network."]


def _look(
    run: KeptRun, data: str | None, on_fetch: Progress | None, tell: Callable[[str], None]
) -> tuple[Look | None, list[str]]:
    """The run's network on its data; what is missing, if something is."""
    if run.model is None:
        return None, ["The run kept no model.zip: there are no pictures of the network."]
    source = data or run.experiment.data
    try:
        loaded = datasets.load(source, on_progress=on_fetch)
    except (DataError, SetupError) as error:
        if data is not None:
            raise
        return None, [f"There are no pictures of the network, for want of its data. {error}"]
    tell(f"Looking at {run.model} on {loaded.name}")
    return look(run.model, loaded, split_for(run.experiment, loaded)[0]), []


def _training(series: Sequence[curves.Series]) -> list[Picture | None]:
    return [curves.losses(series), curves.accuracies(series), curves.iterations(series)]


def _series(line: Line) -> curves.Series:
    done = [one for one in line.outcomes if one.status == "done"]
    runs = [read_run(one.folder) for one in done]
    scores = [run.scores for run in runs if len(run.scores)]
    return curves.Series(label(line.setting), [one.history for one in done], scores)


def _network(
    run: KeptRun, seen: Look | None, of: str = "The network"
) -> dict[str, list[Picture | None]]:
    if seen is not None:
        return {
            f"{of}: its answers": [*portrait.answers(seen)],
            f"{of}: its insides": [*portrait.insides(seen)],
        }
    return {of: [confusion(run.evaluation) if run.evaluation is not None else None]}


def _sections(sections: Mapping[str, Sequence[Picture | None]]) -> dict[str, list[Picture]]:
    """Without what could not be drawn, and without headings that have nothing below them."""
    drawn = {name: [one for one in found if one is not None] for name, found in sections.items()}
    return {name: pictures for name, pictures in drawn.items() if pictures}


def _rows(lines: Sequence[Line]) -> list[Mapping[str, str]]:
    """Cells without columns that are empty everywhere."""
    rows = [cells(line) for line in lines]
    used = [name for name in rows[0] if any(row[name].strip("–") for row in rows)]
    return [{name: row[name] for name in used} for row in rows]


def _described(experiment: Experiment) -> dict[str, str]:
    """What is set, layer by layer; what is off is left out."""
    layers = {
        f"layer {number}": ", ".join(
            [layer.type, *(f"{name} {value}" for name, value in layer.settings.items())]
        )
        for number, layer in enumerate(experiment.layers)
    }
    others = {
        name: value
        for name, value in vars(experiment).items()
        if name not in ("name", "layers", "order_seed") and value not in (None, 0, 0.0)
    }
    return {**_words(others), **layers}


def _words(values: Mapping[str, Any]) -> dict[str, str]:
    return {name.replace("_", " "): str(value) for name, value in values.items()}


def _epochs(count: int) -> str:
    return f"{count} epoch{'s' * (count != 1)}"
