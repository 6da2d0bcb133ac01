"""The options of `train` that share a training out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..replicas import Replicas, replicas_for

if TYPE_CHECKING:
    from ..lab.begun import Begun
    from ..spark.cluster import Cluster

_OPTIONS = (
    click.option(
        "--spark",
        metavar="MASTER",
        help="Share the training out among the workers of a Spark cluster: spark://host:port, "
        "yarn, or local[4] for four on this machine.",
    ),
    click.option(
        "--workers",
        type=int,
        help="Of the cluster; the 4 of local[4], else 2. Without --spark: copies of the network "
        "that train side by side in this process.",
    ),
    click.option(
        "--gpus",
        type=int,
        metavar="N",
        help="Train a copy of the network on each of N graphics cards; needs a CUDA backend.",
    ),
    click.option(
        "--averaging",
        type=int,
        metavar="N",
        help="Batches each worker trains before their parameters are averaged; 50 on a cluster, "
        "else 5.",
    ),
    click.option(
        "--spark-engine",
        type=click.Choice(["bridge", "dl4j"]),
        help="Who trains there: the bridge, which is the default, or Deeplearning4j's own Spark "
        "module by averaging parameters.",
    ),
    click.option(
        "--prefetch",
        type=int,
        metavar="N",
        help="With --spark-engine dl4j, batches a worker loads while it trains one; 0.",
    ),
    click.option(
        "--spark-evaluate",
        is_flag=True,
        default=None,
        help="With --spark-engine dl4j, evaluate test data on the cluster after each epoch.",
    ),
    click.option(
        "--spark-folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="For the data, on storage that all machines see; else Spark brings them the data.",
    ),
)


def on_cluster(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def shared_out(given: dict[str, Any], begun: Begun | None = None) -> Cluster | Replicas | None:
    """The cluster or the copies of the network that the options ask for; None for neither.

    Args:
        given: the options.
        begun: the run that is resumed, shared out as before where the options say nothing.

    Raises:
        DataError: the run's folder is damaged.
        UsageError: an option that makes no sense, or not beside another.
    """
    if begun is not None:
        given = _as_begun(given, begun.sharing)
    if given["gpus"] is not None and (given["workers"], given["spark"]) != (None, None):
        raise UsageError("--gpus N is a worker a card; leave --workers and --spark out.")
    together = _replicas(given) if given["spark"] is None else _cluster(given)
    if together is not None and given["ui"] is not None:
        raise UsageError(
            "--ui shows every iteration, which workers keep to themselves. "
            "Take --tensorboard, which shows the epochs."
        )
    return together


def _as_begun(given: dict[str, Any], sharing: dict[str, Any]) -> dict[str, Any]:
    then = {
        "spark": sharing["cluster"],
        "spark_engine": sharing["engine"],
        "workers": sharing["workers"] if given["gpus"] is None else None,
        "averaging": sharing["averaging"],
    }
    return {**given, **{name: value for name, value in then.items() if given[name] is None}}


def _replicas(given: dict[str, Any]) -> Replicas | None:
    count = given["gpus"] if given["workers"] is None else given["workers"]
    averaging = given["averaging"]
    for name in ("spark_folder", "spark_engine", "spark_evaluate", "prefetch"):
        if given[name] is not None:
            option = "--" + name.replace("_", "-")
            raise UsageError(
                f"{option} belongs to --spark; say on which cluster, such as --spark local[4]."
            )
    if count is None and averaging is not None:
        raise UsageError(
            "--averaging belongs to --workers or --spark; say with how many workers, such as "
            "--workers 4, or on which cluster, such as --spark local[4]."
        )
    together = replicas_for(None, count, averaging)
    if together is not None and together.count > 1 and given["accelerate"] in ("exact", "fast"):
        raise UsageError(
            f"--accelerate {given['accelerate']}: several workers train with Deeplearning4j's own "
            "layers. Leave one of the two out."
        )
    return together


def _cluster(given: dict[str, Any]) -> Cluster:
    from ..spark.cluster import Cluster

    settings = {
        "workers": given["workers"],
        "averaging": given["averaging"],
        "engine": given["spark_engine"],
        "prefetch": given["prefetch"],
        "evaluate": given["spark_evaluate"],
        "folder": given["spark_folder"],
        "threads": given["threads"],
    }
    said = {name: value for name, value in settings.items() if value is not None}
    return Cluster(given["spark"], **said)
