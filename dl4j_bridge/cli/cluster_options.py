"""The options of `train` that name a Spark cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError

if TYPE_CHECKING:
    from ..spark.cluster import Cluster

_OPTIONS = (
    click.option(
        "--spark",
        metavar="MASTER",
        help="Share the training out among the workers of a Spark cluster: spark://host:port, "
        "yarn, or local[4] for four on this machine.",
    ),
    click.option("--workers", type=int, help="Of the cluster; the 4 of local[4], else 2."),
    click.option(
        "--averaging",
        type=int,
        metavar="N",
        help="Batches each worker trains before their parameters are averaged; 50.",
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


def cluster(given: dict[str, Any]) -> Cluster | None:
    """The cluster that the options name; None if they name none.

    Raises:
        UsageError: an option that makes no sense, or none without --spark.
    """
    settings = {
        "workers": given["workers"],
        "averaging": given["averaging"],
        "folder": given["spark_folder"],
    }
    settings = {name: value for name, value in settings.items() if value is not None}
    if given["spark"] is None:
        if settings:
            raise UsageError(
                "--workers, --averaging and --spark-folder belong to --spark; say which cluster, "
                "such as --spark local[4]."
            )
        return None
    if given["ui"] is not None:
        raise UsageError(
            "--ui shows every iteration, which a cluster's workers keep to themselves. "
            "Take --tensorboard, which shows the epochs."
        )
    from ..spark.cluster import Cluster

    if given["threads"] is not None:
        settings["threads"] = given["threads"]
    return Cluster(given["spark"], **settings)
