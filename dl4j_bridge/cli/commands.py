"""All commands, each loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = (
    "backends",
    "compare",
    "completion",
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
        command: click.Command = getattr(import_module(f".{name}", __package__), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from ..spelling import suggest

            raise click.UsageError(error.message + suggest(args[0], _COMMANDS), ctx) from None


def _show_versions(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ..lab.versions import versions

        for name, version in versions().items():
            click.echo(f"{name} {version}")
        context.exit()


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_versions,
    help="Show the versions of all parts and exit.",
)
def cli() -> None:
    """Deeplearning4j from Python: train the course's networks, look at what they learnt."""
