"""Words to calls: the command line `dl4j-bridge`."""

from __future__ import annotations

import json
import os
import sys
import warnings
from importlib import import_module
from typing import NoReturn, TextIO

import click

from .. import __version__
from ..errors import BridgeError

_COMMANDS = (
    "backends",
    "compare",
    "crosscheck",
    "cv",
    "data",
    "demo",
    "doctor",
    "evaluate",
    "export",
    "inspect",
    "lint",
    "port",
    "predict",
    "report",
    "run",
    "train",
    "tune",
    "tune-machine",
    "weights",
)


class _Commands(click.Group):
    """Loads a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f".{name}", __name__), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from ..spelling import suggest

            raise click.UsageError(error.message + suggest(args[0], _COMMANDS), ctx) from None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dl4j-bridge")
def cli() -> None:
    """Deeplearning4j from Python: train the course's networks, look at what they learnt."""


def main() -> NoReturn:
    """Run the command line; the exit code is the one `errors` has for what went wrong."""
    code = 0
    warnings.showwarning = _show
    try:
        # A command that ends early returns its code here; others return None.
        code = cli(standalone_mode=False) or 0
    except (click.Abort, KeyboardInterrupt):
        code = _failed("Interrupted", "Interrupted.", 130)
    except click.ClickException as error:
        code = _usage(error)
    except BridgeError as error:
        code = _failed(type(error).__name__, str(error), error.exit_code)
    except MemoryError as error:
        code = _failed("ResourceExhausted", f"Memory is full ({error}).", 8)
    except BrokenPipeError:
        # The reader has gone (`| head`); nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _show(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning in one line, without the place in our code that it came from."""
    click.echo(f"Warning: {message}", err=True)


def _usage(error: click.ClickException) -> int:
    if _wants_json():
        return _failed("UsageError", error.format_message(), error.exit_code)
    error.show()
    return error.exit_code


def _failed(kind: str, message: str, code: int) -> int:
    if _wants_json():
        fault = {"type": kind, "message": message, "exit_code": code}
        click.echo(json.dumps({"schema": 1, "ok": False, "error": fault}))
    click.echo(f"Error: {message}", err=True)
    return code


def _wants_json() -> bool:
    return "--json" in sys.argv[1:]
