"""The command that answers which updater, or any other choice, is better."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import SetupError, UsageError
from . import completing
from .experiments import PRESETS, starting_point
from .many_runs import VARIED, axes_given, cores, display, end_if_failed
from .memory import memory
from .supervised import Supervised

if TYPE_CHECKING:
    from ..lab.comparing import Comparison
    from ..lab.ranking import Ranking

_UPDATERS = "sgd,nesterovs,adagrad,rmsprop,adam,nadam"
_RATES = "default,0.001,0.01,0.1"


@click.command(cls=Supervised, short_help="Compare updaters, or anything else, over several seeds.")
@click.option(
    "--preset",
    shell_complete=completing.presets,
    help=f"Experiment to vary: {PRESETS}.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Experiment in a TOML file instead."
)
@click.option("--data", shell_complete=completing.data, help="As that of train.")
@click.option("--updaters", help=f"Names with commas between; {_UPDATERS} unless --vary is given.")
@click.option(
    "--learning-rates",
    help=f"Rates with commas between, `default` for DL4J's own; with --updaters {_RATES}.",
)
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="NAME=A,B",
    help=VARIED,
)
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True, help="Runs each.")
@click.option("--epochs", type=int, default=5, show_default=True, help="Passes of each run.")
@click.option(
    "--validation",
    type=float,
    default=0.1,
    show_default=True,
    help="Share of the training data that the best rate is chosen by.",
)
@click.option("--workers", type=click.IntRange(1), help="Runs at a time; one for each core.")
@click.option("--cluster", metavar="ADDRESS", help="Address of a Dask scheduler that runs them.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for everything; new or empty.")
@click.option("--resume", is_flag=True, help="Keep what --out has, run what is missing.")
@click.option("--report/--no-report", default=True, help="Write report.html, a page with pictures.")
@memory
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def compare(as_json: bool, quiet: bool, **given: Any) -> None:
    """Train with every combination of values, several times, and rank what came out.

    All runs of one seed begin with the same weights and see the same rows in the same order.
    The best rate of an updater is chosen by rows laid aside for validation; the test data
    judges.

    \b
    Examples:
      dl4j-bridge compare --seeds 5
      dl4j-bridge compare --updaters adam,nadam --learning-rates default,0.01
      dl4j-bridge compare --vary activation=relu,tanh,sigmoid --epochs 3
    """
    from ..lab import ranking
    from ..lab.comparing import compare as compare_all

    if not given["updaters"] and not given["varied"] and not given["learning_rates"]:
        given["updaters"] = _UPDATERS
    if given["updaters"]:
        given["learning_rates"] = given["learning_rates"] or _RATES
    axes = axes_given(given)
    names = ("data", "epochs", "validation")
    changes = {name: given[name] for name in names if given[name] is not None}
    base = replace(starting_point(given["config"], given["preset"]), **changes)
    folder = _folder(given["out"], resume=given["resume"])
    with display(quiet=quiet) as report:
        done = compare_all(
            base,
            axes,
            [base.seed + number for number in range(given["seeds"])],
            folder,
            pool=_cluster(given["cluster"]),
            workers=given["workers"] or cores(),
            resume=given["resume"],
            report=report,
        )
    ranked = ranking.rank(done)
    _write(done, ranked)
    if given["report"]:
        _report(done)
    failed = [one.words for one in done.outcomes if one.status == "failed"]
    if as_json:
        click.echo(json.dumps({"ok": not failed, **ranking.as_dict(done, ranked)}))
    else:
        _show(done, ranked)
    end_if_failed(failed, len(done.outcomes), "--resume runs what is missing.")


def _folder(out: Path | None, *, resume: bool) -> Path:
    from ..lab import folders

    if resume and out is None:
        raise UsageError("--resume needs --out: the folder of the comparison to go on with.")
    return folders.named(out, "compare")


def _cluster(address: str | None) -> Any:
    if address is None:
        return None
    from ..lab.cluster import Cluster

    return Cluster(address)


def _write(done: Comparison, ranked: Ranking) -> None:
    from ..lab import ranking

    texts = {
        "comparison.json": json.dumps(ranking.as_dict(done, ranked), indent=2) + "\n",
        "runs.csv": ranking.comma_separated(done),
        "table.md": ranking.markdown(ranked.lines),
    }
    for name, text in texts.items():
        (done.folder / name).write_text(text, encoding="utf-8")


def _report(done: Comparison) -> None:
    """Write the page; where nothing can draw, the comparison is none the worse."""
    from ..lab.reporting import report

    try:
        report(done.folder)
    except SetupError as error:
        click.echo(f"There is no report. {error}", err=True)


def _show(done: Comparison, ranked: Ranking) -> None:
    from rich.table import Table

    from .console import console

    several = len(ranked.best) < len(ranked.lines)
    axis = next(iter(done.axes))
    _table(console(), Table(title=f"Each {axis} at its best" if several else None), ranked.best)
    if several:
        _table(console(), Table(title="All settings"), ranked.lines)
    click.echo(_verdict(done, ranked))
    if not ranked.lines[0].complete:
        click.echo("No setting came through with every seed.")
    if not done.base.validation and len(ranked.lines) > 1:
        click.echo("The test data have chosen as well as judged; --validation 0.1 would not.")
    page = done.folder / "report.html"
    pictures = f", with pictures in {page}" if page.exists() else ""
    click.echo(f"Everything is in {done.folder}{pictures}.")


def _table(out: Any, table: Any, lines: list[Any]) -> None:
    from ..lab.ranking import cells

    rows = [cells(line) for line in lines]
    shown = [name for name in rows[0] if any(row[name] for row in rows)]
    for name in shown:
        table.add_column(name)
    for row in rows:
        table.add_row(*(row[name] for name in shown))
    out.print(table)


def _verdict(done: Comparison, ranked: Ranking) -> str:
    from ..lab.axes import label

    winner = ranked.lines[0]
    rivals = [line for line in ranked.lines[1:] if line.p is not None and line.p >= 0.05]
    text = (
        f"Best: {label(winner.setting)} ({winner.accuracy:.2%}), of {len(ranked.lines)} settings "
        f"with {ranked.seeds} seed{'s' * (ranked.seeds != 1)} each."
    )
    if ranked.seeds < 2:
        return text + " One seed says nothing about chance: try --seeds 5."
    if rivals:
        names = "; ".join(label(line.setting) for line in rivals[:5])
        text += f" Not told apart from it (paired t-test, p ≥ 0.05): {names}."
    return text
