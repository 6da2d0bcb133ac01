"""The option that forbids every connection."""

from __future__ import annotations

import os

import click

__all__ = ["offline"]


def _forbid(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    # The variable reaches what is deep below, and child processes.
    if wanted:
        os.environ["DL4J_BRIDGE_OFFLINE"] = "1"


offline = click.option(
    "--offline",
    is_flag=True,
    expose_value=False,
    callback=_forbid,
    help="Download nothing; say what is missing.",
)
