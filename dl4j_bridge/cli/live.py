"""Views of a training while it goes on: Deeplearning4j's page, TensorBoard's event files."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..downloads import Progress
    from ..history import History
    from ..lab.tensorboard import EventLog


class LiveViews(ExitStack):
    """The views that were asked for; open from the moment the network is built.

    Attributes:
        port: of the training UI; None for no UI.
        tensorboard: folder of all runs' event files; None for none.
        on_fetch: told how far the download of the UI is.
    """

    def __init__(self, port: int | None, tensorboard: Path | None, on_fetch: Progress) -> None:
        super().__init__()
        self._port, self._tensorboard, self._on_fetch = port, tensorboard, on_fetch
        self._log: EventLog | None = None

    def begin(self, network: Any, folder: Path) -> None:
        """Open them for a run's network."""
        if self._tensorboard is not None:
            from ..lab.tensorboard import EventLog

            self._log = self.enter_context(EventLog(self._tensorboard / folder.name))
        if self._port is not None:
            from ..dl4j.training_ui import TrainingUI

            ui = self.enter_context(TrainingUI(self._port, on_progress=self._on_fetch))
            ui.watch(network, folder.name)
            click.echo(
                f"Training UI: {ui.address} (this machine only). While it watches, the network "
                "trains by its own fit, which is slower.",
                err=True,
            )

    def update(self, history: History) -> None:
        """Pass on what an epoch gave."""
        if self._log is not None:
            self._log.update(history)

    def wait(self) -> None:
        """Keep the page until the user has seen enough."""
        if self._port is not None:
            click.echo("The training UI stays open; Enter or Ctrl-C closes it.", err=True)
            with suppress(KeyboardInterrupt):
                sys.stdin.readline()
