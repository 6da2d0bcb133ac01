"""The command that writes a network as Java code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .offline import offline
from .supervised import Supervised


@click.command(cls=Supervised, short_help="Write a network as Java code.")
@click.argument("source", metavar="MODEL|EXPERIMENT")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Java file to write; the class has its name. Without it the code is printed.",
)
@click.option("--package", default="", help="Package of the class, such as org.course.week1.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@offline
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def export(source: str, out: Path | None, package: str, force: bool, as_json: bool) -> None:
    """Write a network as the Java code of its builder: what differs from DL4J's defaults.

    MODEL is a saved zip: the program builds its network, without the trained weights.
    EXPERIMENT is a preset's name or a TOML file: the program also trains and evaluates.
    The configuration it builds has the same JSON as the original.

    \b
    Examples:
      dl4j-bridge export lenet -o LeNet.java
      dl4j-bridge export runs/lecture/model.zip -o Net.java --package org.course
    """
    name = _class_name(out)
    if out is not None and out.exists() and not force:
        raise click.UsageError(f"{out} exists already. Choose another file, or add --force.")
    text, notes = _exported(source, name, package)
    if out is not None:
        _write(out, text)
    for note in notes:
        click.echo(f"Note: the Java program does not {note}.", err=True)
    if as_json:
        result: dict[str, object] = {
            "file": str(out) if out else None,
            "class": name,
            "package": package,
        }
        result |= {"left_out": notes, "code": text}
        click.echo(json.dumps({"schema": 1, "ok": True, **result}))
    elif out is None:
        click.echo(text, nl=False)
    else:
        click.echo(str(out))


def _class_name(out: Path | None) -> str:
    from ..dl4j.to_java.names import check_class_name

    if out is None:
        return "Net"
    if out.suffix != ".java":
        raise click.UsageError(f"{out} does not end in .java; write {out.stem}.java.")
    check_class_name(out.stem)
    return out.stem


def _exported(source: str, name: str, package: str) -> tuple[str, list[str]]:
    """The Java code of a model file or an experiment, with what it leaves out."""
    from ..dl4j.to_java import to_java
    from ..dl4j.to_java.names import check_package
    from ..dl4j.to_java.program import left_out

    check_package(package)
    network = _network(source)
    from ..experiment import Experiment

    notes = left_out(network) if isinstance(network, Experiment) else []
    return to_java(network, name, package), notes


def _network(source: str) -> Any:
    """The experiment or the network that a word names."""
    from .. import presets, toml
    from ..dl4j.models import load

    if source in presets.PRESETS:
        return presets.preset(source)
    if source.endswith(".toml"):
        return toml.from_file(Path(source))
    if not Path(source).exists() and not source.endswith(".zip"):
        return presets.preset(source)  # says which there are
    return load(source)


def _write(out: Path, text: str) -> None:
    from ..errors import UsageError

    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.") from error
