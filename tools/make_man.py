"""Makes the manual pages, one a command, from what `--help` shows.

`python -m tools.make_man FOLDER` writes them; a wheel's build does the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from dl4j_bridge import __version__, errors
from dl4j_bridge.cli.commands import cli

_NAME = "dl4j-bridge"
_EXAMPLE = "\b"  # click's sign before lines that stay as they are


def pages() -> dict[str, str]:
    """File names like `dl4j-bridge-train.1`, each with the page in the language of man(7)."""
    return {f"{_hyphened(context)}.1": _page(context) for context in _contexts(_root())}


def write(folder: Path) -> list[Path]:
    """Write the pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")
    return sorted(folder.iterdir())


def _root() -> click.Context:
    return click.Context(
        cli, info_name=_NAME, help_option_names=cli.context_settings["help_option_names"]
    )


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """A command and, if it is a group, all below it."""
    yield context
    for name, command in _below(context):
        yield from _contexts(click.Context(command, parent=context, info_name=name))


def _below(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    group = context.command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield name, command


def _page(context: click.Context) -> str:
    short = context.command.get_short_help_str(limit=200).rstrip(".")
    lines = [
        f'.TH "{_hyphened(context).upper()}" 1 "" "{_NAME} {__version__}"',
        ".SH NAME",
        f"{_text(_hyphened(context))} \\- {_text(short)}",
        ".SH SYNOPSIS",
        f".B {_text(context.command_path)}",
        _text(" ".join(context.command.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *_description(context.command),
        *_commands(context),
        *_options(context),
        *_end(context),
    ]
    return "\n".join(lines) + "\n"


def _description(command: click.Command) -> Iterator[str]:
    for text in (command.help, command.epilog):
        for paragraph in cleandoc(text or "").split("\n\n"):
            kept = paragraph.startswith(_EXAMPLE)
            yield from (".PP", ".nf") if kept else (".PP",)
            yield from (_text(line) for line in paragraph.strip(_EXAMPLE + "\n").splitlines())
            yield from (".fi",) if kept else ()


def _commands(context: click.Context) -> Iterator[str]:
    for number, (name, command) in enumerate(_below(context)):
        yield from (".SH COMMANDS",) if number == 0 else ()
        yield from _item(name, command.get_short_help_str(limit=200))


def _options(context: click.Context) -> Iterator[str]:
    yield ".SH OPTIONS"
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            yield from _item(*record)


def _end(context: click.Context) -> Iterator[str]:
    if context.parent is not None:
        yield from (".SH SEE ALSO", f".BR {_text(_hyphened(context.parent))} (1)")
        return
    yield from (".SH EXIT STATUS", *_item("0", "All went well."))
    yield from _item("1", "A fault of the bridge itself, or a Java exception.")
    for kind in errors.BridgeError.__subclasses__():
        if kind.exit_code != 1:
            yield from _item(str(kind.exit_code), (kind.__doc__ or "").partition("\n")[0])
    yield from _item("130, 143", "Ended by Ctrl-C, by SIGTERM.")


def _item(name: str, text: str) -> tuple[str, ...]:
    return (".TP", f".B {_text(name)}", _text(text))


def _hyphened(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _text(words: str) -> str:
    """Words that mean nothing to troff, in ASCII."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    for line_start in (".", "'"):
        if escaped.startswith(line_start):
            escaped = "\\&" + escaped
    return "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in escaped)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
