"""What the shell is told when it completes the value of an option."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _presets() -> Iterable[str]:
    from ..presets import PRESETS

    return PRESETS


def _data_names() -> Iterable[str]:
    from ..datasets.catalog import NAMED

    return sorted({*NAMED, *_published_names()})


def _published_names() -> Iterable[str]:
    from ..datasets.known import KNOWN

    return KNOWN


def _updaters() -> Iterable[str]:
    from ..updaters import DEFAULTS

    return sorted(name.lower() for name in DEFAULTS)


def _backends() -> Iterable[str]:
    from ..jvm.jars.backends import available

    return sorted({one.backend for one in available()})


def _backends_or_auto() -> Iterable[str]:
    from ..jvm.cuda.choice import AUTO

    return [AUTO, *_backends()]


def _completer(names: Callable[[], Iterable[str]], *, files: bool = False) -> Completer:
    """Completes one of `names`; where none fits and `files`, the name of a file."""

    def complete(
        context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        fitting = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        return fitting or [CompletionItem(incomplete, type="file")] * files

    return complete


presets = _completer(_presets)
data = _completer(_data_names, files=True)
published_data = _completer(_published_names)
updaters = _completer(_updaters)
backends = _completer(_backends)
backends_or_auto = _completer(_backends_or_auto)
