"""The commands about Deeplearning4j's jars: which there are, which are here, getting them."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from ..errors import BackendError
from ..jvm import cpu
from ..jvm.jars import extras
from ..jvm.jars.backends import JarSet, Plan, available, jar_set, paths, plan
from .offline import offline

_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
_BACKEND = click.argument("backend", default="cpu")


@click.group(short_help="List, plan or fetch the jars of Deeplearning4j.")
def backends() -> None:
    """Deeplearning4j's jars: which there are, which are here, fetch them."""


@backends.command("list", epilog="Example: dl4j-bridge backends list")
@_JSON
def list_sets(as_json: bool) -> None:
    """Show the native builds for this machine and which one is chosen."""
    flags = cpu.cpu_flags()
    chosen = [_chosen(backend) for backend in dict.fromkeys(one.backend for one in available())]
    rows = [_row(plan(one), one in chosen, flags) for one in available()]
    beside = [_row(plan(extras.extra(name)), False, flags) for name in extras.names()]
    if as_json:
        _print_json(platform=cpu.platform_name(), backends=rows, extras=beside)
        return
    for row in rows + beside:
        mark = "*" if row["chosen"] else "+" if row in beside else " "
        size = _megabytes(row["bytes"])
        click.echo(f"{mark} {row['backend']:<12} {row['classifier']:<30} {size}  {_state(row)}")
    named = os.environ.get("DL4J_BRIDGE_NATIVE")
    reason = "named by DL4J_BRIDGE_NATIVE" if named else "the fastest build this CPU can run"
    click.echo(f"* what the backend is on this {cpu.platform_name()}: {reason}.")
    click.echo("+ comes beside any backend, when something asks for it: `train --ui`, a trace.")


@backends.command("plan", epilog="Example: dl4j-bridge backends plan")
@_BACKEND
@_JSON
def show_plan(backend: str, as_json: bool) -> None:
    """Show what fetching BACKEND (cpu) or ui would download; downloads nothing."""
    planned = plan(_named(backend))
    jars: list[dict[str, Any]] = [
        {
            "coordinate": jar.coordinate,
            "bytes": jar.size,
            "sha256": jar.sha256,
            "here": jar not in planned.missing,
        }
        for jar in planned.jar_set.artifacts
    ]
    if as_json:
        missing = planned.missing_size
        _print_json(**_identity(planned.jar_set), missing_bytes=missing, jars=jars)
        return
    for entry in jars:
        state = "here" if entry["here"] else "to be fetched"
        click.echo(f"{_megabytes(entry['bytes'])}  {state:<13}  {entry['coordinate']}")
    click.echo(f"{_megabytes(planned.jar_set.size)}  {planned.jar_set.name}, {len(jars)} jars")
    click.echo(f"{_megabytes(planned.missing_size)}  to be fetched")


@backends.command("fetch", epilog="Example: dl4j-bridge backends fetch")
@_BACKEND
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@offline
@_JSON
def fetch_jars(backend: str, quiet: bool, as_json: bool) -> None:
    """Download what is missing of BACKEND (cpu) or ui, check every jar."""
    from .download import download_bar

    before = plan(_named(backend))
    with download_bar(quiet=quiet) as on_progress:
        jars = paths(before.jar_set, on_progress=on_progress)
    if as_json:
        _print_json(
            **_identity(before.jar_set),
            fetched_bytes=before.missing_size,
            class_path=[str(jar) for jar in jars],
        )
        return
    size = _megabytes(before.jar_set.size).strip()
    click.echo(f"{before.jar_set.name}: {len(jars)} jars, {size}, all as in the lock.")


def _named(name: str) -> JarSet:
    return extras.extra(name) if name in extras.names() else jar_set(name)


def _chosen(backend: str) -> JarSet | None:
    try:
        return jar_set(backend)
    except BackendError as error:
        click.echo(f"{backend}: {error}", err=True)
        return None


def _row(planned: Plan, chosen: bool, flags: frozenset[str]) -> dict[str, Any]:
    return {
        **_identity(planned.jar_set),
        "chosen": chosen,
        "missing_bytes": planned.missing_size,
        "cpu_lacks": cpu.missing_flags(planned.jar_set.classifier, flags),
    }


def _identity(one: JarSet) -> dict[str, Any]:
    return {
        "backend": one.backend,
        "platform": one.platform,
        "classifier": one.classifier,
        "bytes": one.size,
    }


def _state(row: dict[str, Any]) -> str:
    if row["cpu_lacks"]:
        return f"this CPU lacks {', '.join(row['cpu_lacks'])}"
    if row["missing_bytes"]:
        return f"{_megabytes(row['missing_bytes']).strip()} to be fetched"
    return "here"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:7.1f} MB"


def _print_json(**content: Any) -> None:
    click.echo(json.dumps({"schema": 1, "ok": True, **content}))
