"""The option that bounds the memory."""

from __future__ import annotations

import os

import click

__all__ = ["memory"]


def _bound(ctx: click.Context, param: click.Parameter, size: str | None) -> None:
    # The variable reaches what is deep below, and child processes.
    if size is not None:
        os.environ["DL4J_BRIDGE_MEMORY"] = size


memory = click.option(
    "--memory",
    metavar="SIZE",
    expose_value=False,
    callback=_bound,
    help="The most memory to take, such as 4G: Java's heap, native arrays, data. By default all "
    "that there is.",
)
