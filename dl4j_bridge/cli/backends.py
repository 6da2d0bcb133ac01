"""The commands about Deeplearning4j's jars."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from ..errors import BackendError, ResourceExhausted, UsageError
from ..jvm import cpu
from ..jvm.cuda.choice import AUTO, automatic
from ..jvm.jars import extras
from ..jvm.jars.backends import Artifact, JarSet, Plan, available, builds, jar_set, paths, plan
from ..jvm.jars.licences import licences
from . import completing
from .offline import offline

_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
_BACKEND = click.argument("backend", default="cpu", shell_complete=completing.backends)


@click.group(short_help="List, plan, fetch, choose, pack or check sets of jars.")
def backends() -> None:
    """Deeplearning4j's jars: which there are, which are here, fetch, pack, check them."""


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
        click.echo(f"{mark} {row['backend']:<16} {row['classifier']:<30} {size}  {_state(row)}")
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
    terms = licences(planned.jar_set)
    if as_json:
        missing = planned.missing_size
        identity = _identity(planned.jar_set)
        _print_json(**identity, missing_bytes=missing, licences=terms, jars=jars)
        return
    for entry in jars:
        state = "here" if entry["here"] else "to be fetched"
        click.echo(f"{_megabytes(entry['bytes'])}  {state:<13}  {entry['coordinate']}")
    click.echo(f"{_megabytes(planned.jar_set.size)}  {planned.jar_set.name}, {len(jars)} jars")
    click.echo(f"{_megabytes(planned.missing_size)}  to be fetched")
    for text in terms:
        click.echo(f"Licence of {text}")


@backends.command("fetch", epilog="Example: dl4j-bridge backends fetch cpu --from classroom.zip")
@_BACKEND
@click.option(
    "--from",
    "bundle",
    type=click.Path(path_type=Path),
    metavar="BUNDLE",
    help="Take jars from a zip or folder that `backends bundle` made.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@offline
@_JSON
def fetch_jars(backend: str, bundle: Path | None, quiet: bool, as_json: bool) -> None:
    """Download what is missing of BACKEND (cpu) or ui, check every jar."""
    from .download import download_bar

    before = plan(_named(backend))
    with download_bar(quiet=quiet) as on_progress:
        jars = paths(before.jar_set, on_progress=on_progress, bundle=bundle)
    if as_json:
        _print_json(
            **_identity(before.jar_set),
            fetched_bytes=before.missing_size,
            class_path=[str(jar) for jar in jars],
        )
        return
    size = _megabytes(before.jar_set.size).strip()
    click.echo(f"{before.jar_set.name}: {len(jars)} jars, {size}, all as in the lock.")


@backends.command("use", epilog="Example: dl4j-bridge backends use cpu-openblas")
@click.argument("backend", required=False, shell_complete=completing.backends_or_auto)
@click.option("--forget", is_flag=True, help="Choose no backend any more.")
@_JSON
def use_backend(backend: str | None, forget: bool, as_json: bool) -> None:
    """Make BACKEND the one that later runs take, unless they are told another.

    auto: at each run a graphics card that Deeplearning4j can use, else the processor.
    """
    from ..preferences import prefer_backend

    if bool(backend) == forget:
        raise click.UsageError("Name a backend, or say --forget.")
    now, why = automatic() if backend == AUTO else (backend, "")
    chosen = plan(jar_set(now)) if now else None
    try:
        file = prefer_backend(backend)
    except OSError as error:
        raise ResourceExhausted(
            f"The choice cannot be kept: {error}. Set DL4J_BRIDGE_CONFIG to a file that can be "
            "written, or choose with --backend or DL4J_BRIDGE_BACKEND."
        ) from error
    if as_json:
        _print_json(backend=backend, now=now, why=why, file=str(file))
        return
    click.echo(f"{f'Runs take {backend} now' if backend else 'No backend is chosen'} ({file}).")
    if why:
        click.echo(f"On this machine that is {now}: {why}.")
    if chosen and chosen.missing:
        size = _megabytes(chosen.missing_size).strip()
        click.echo(f"{size} are to be fetched: `dl4j-bridge backends fetch {now}`.")


@backends.command("bundle", epilog="Example: dl4j-bridge backends bundle cpu ui classroom.zip")
@click.argument("names", nargs=-1, required=True, metavar="BACKEND...")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar="NAME",
    help="For which machines, such as windows-x86_64 (again for more); this one's by default.",
)
@click.option("--this-cpu", is_flag=True, help="Only the native build that suits this processor.")
@_JSON
def write_bundle(
    names: tuple[str, ...], out: Path, platforms: tuple[str, ...], this_cpu: bool, as_json: bool
) -> None:
    """Put the jars of BACKENDs into OUT, a .zip or a folder, for machines without a network.

    What is missing here is fetched first. The natives of all processors are taken, since a
    classroom's machines may differ.
    """
    from ..jvm.jars.bundle import write
    from .download import download_bar

    if out.exists():
        raise UsageError(f"{out} is there already. Name another file or folder, or remove it.")
    sets = _for_bundle(names, platforms or (cpu.platform_name(),), this_cpu)
    jars: dict[Artifact, Path] = {}
    with download_bar() as on_progress:
        for one in sets:
            jars.update(zip(one.artifacts, paths(one, on_progress=on_progress), strict=True))
    try:
        size = write(sets, jars, out)
    except OSError as error:
        raise ResourceExhausted(f"{out} cannot be written: {error.strerror or error}.") from error
    if as_json:
        _print_json(path=str(out), bytes=size, sets=[_identity(one) for one in sets])
        return
    click.echo(f"{out}: {len(jars)} jars, {_megabytes(size).strip()}.")
    for text in dict.fromkeys(text for one in sets for text in licences(one)):
        click.echo(f"Licence of {text}")
    click.echo(f"On each machine: dl4j-bridge backends fetch {names[0]} --from {out}")


@backends.command("verify", epilog="Example: dl4j-bridge backends verify")
@_BACKEND
@_JSON
def verify_jars(backend: str, as_json: bool) -> int:
    """Hash every jar of BACKEND (cpu) or ui again; ends with 4 if one is damaged or missing."""
    from ..jvm.jars.fetch import verify

    jars = _named(backend)
    intact, damaged = verify(jars)
    missing = [jar for jar in jars.artifacts if jar not in intact and jar not in damaged]
    ok = len(intact) == len(jars.artifacts)
    if as_json:
        wrong = {
            "damaged": [str(path) for path in damaged.values()],
            "missing": [jar.coordinate for jar in missing],
        }
        _print_json(**_identity(jars), ok=ok, intact=len(intact), **wrong)
        return 0 if ok else 4
    for path in damaged.values():
        click.echo(f"damaged  {path}")
    for jar in missing:
        click.echo(f"missing  {jar.coordinate}")
    click.echo(f"{jars.name}: {len(intact)} of {len(jars.artifacts)} jars are as in the lock.")
    if not ok:
        click.echo(f"Repair with `dl4j-bridge backends fetch {backend}`.")
    return 0 if ok else 4


def _for_bundle(names: tuple[str, ...], platforms: tuple[str, ...], this_cpu: bool) -> list[JarSet]:
    if this_cpu:
        return [_named(name) for name in names]
    return [
        one
        for name in names
        for platform in platforms
        for one in (
            [extras.extra(name, platform)] if name in extras.names() else builds(name, platform)
        )
    ]


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
