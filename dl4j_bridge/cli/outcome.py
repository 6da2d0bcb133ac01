"""What becomes of a command: its exit code, with the words for what went wrong."""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import TextIO

import click

from .. import interruption, supervision
from ..errors import BridgeError, JvmDied
from ..jvm.variables import agree_on_file_names
from ..paths import check_text
from . import streams
from .commands import cli

_PATIENCE = 5.0  # seconds


def outcome() -> int:
    """Run the command line; the exit code is the one `errors` has for what went wrong."""
    code = 1
    try:
        supervision.own()
        agree_on_file_names()
        streams.prepare()
        warnings.showwarning = _show
        code = interruption.exit_code(ended())
    finally:
        supervision.announce(code)
    return code


def interrupted() -> int:
    """Say that Ctrl-C or its kin came where `outcome` did not catch it; gives the exit code."""
    code = _interrupted()
    supervision.announce(code)
    return code


def _interrupted() -> int:
    return _failed("Interrupted", "Interrupted.", interruption.exit_code(130))


def ended() -> int:
    """Run the command in whatever process this is; tells what goes wrong, gives the exit code."""
    try:
        return _command()
    except (click.Abort, KeyboardInterrupt):
        return _interrupted()
    except click.ClickException as error:
        return _usage(error)
    except BridgeError as error:
        return _failed(type(error).__name__, str(error), error.exit_code)
    except MemoryError as error:
        from ..jvm.memory import advice

        return _failed("ResourceExhausted", f"Memory is full ({error}). {advice()}", 8)
    except BrokenPipeError:
        streams.silence()  # the reader has gone (`| head`); nobody is left to tell
        return 0
    except OSError as error:
        fault = streams.explained(error)
        return _failed(type(fault).__name__, str(fault), fault.exit_code)
    except SystemExit as end:
        # Where the reader has gone, click wraps the stream, and exits.
        if not hasattr(sys.stdout, "wrapped"):
            return end.code if isinstance(end.code, int) else 1
        streams.silence()
        return 0
    except Exception as error:
        if not interruption.is_behind(error):
            raise
        return _interrupted()


def _command() -> int:
    try:
        for word in sys.argv[1:]:
            check_text(word)
        # A command that ends early returns its code here; others return None.
        code = cli(standalone_mode=False) or 0
        streams.finish()
        interruption.finish()
        return code
    except Exception:
        start = sys.modules.get("dl4j_bridge.jvm.start")
        if start is None or not start.is_lost():
            raise
        # What has ended the JVM is about to end this process, with its own exit code.
        time.sleep(_PATIENCE)
        raise JvmDied("The JVM was shut down by something in it, such as System.exit.") from None


def _show(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning in one line, without the place in our code that it came from."""
    click.echo(f"Warning: {streams.visible(str(message))}", err=True)


def _usage(error: click.ClickException) -> int:
    if _wants_json():
        return _failed("UsageError", error.format_message(), error.exit_code)
    error.show()
    return error.exit_code


def _failed(kind: str, message: str, code: int) -> int:
    if _wants_json():
        fault = {"type": kind, "message": message, "exit_code": code}
        try:
            click.echo(json.dumps({"schema": 1, "ok": False, "error": fault}))
        except OSError:
            streams.silence()
    click.echo(f"Error: {streams.visible(message)}", err=True)
    return code


def _wants_json() -> bool:
    return "--json" in sys.argv[1:]
