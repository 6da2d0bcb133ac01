"""Which backend `auto` has come to, told in one line."""

from __future__ import annotations

import click

from ..jvm.options import JvmOptions
from ..jvm.settings import decide


def chosen_options(
    backend: str | None, threads: int | None = None, heap: int | None = None, *, quiet: bool = False
) -> JvmOptions:
    """As `JvmOptions.from_environment`; says what an automatic choice is, and why.

    Raises:
        UsageError: a thread count or heap size that is no positive whole number.
    """
    settings = decide(backend, threads, heap)
    if settings.backend.source == "auto" and not quiet:
        click.echo(f"Backend {settings.backend.value}: {settings.backend.why}.", err=True)
    return JvmOptions.of(settings)
