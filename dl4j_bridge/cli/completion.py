"""The command that has a shell complete the others."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

_SHELLS = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}


@click.command(short_help="Print what has the Tab key complete.")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print the script by which SHELL completes dl4j-bridge's commands, options and names.

    \b
    To have it in every new shell:
      echo 'eval "$(dl4j-bridge completion bash)"' >> ~/.bashrc
      echo 'eval "$(dl4j-bridge completion zsh)"' >> ~/.zshrc
      dl4j-bridge completion fish > ~/.config/fish/completions/dl4j-bridge.fish
    """
    from .commands import cli

    kind = _SHELLS[shell]
    click.echo(kind(cli, {}, "dl4j-bridge", "_DL4J_BRIDGE_COMPLETE").source())
