"""The commands that take weights out of a model file or put others in."""

from __future__ import annotations

import json
from pathlib import Path

import click

_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
_FORCE = click.option("--force", is_flag=True, help="Overwrite the file.")
_PATH = click.Path(path_type=Path)


@click.group(short_help="Take weights out of a model file, or put others in.")
def weights() -> None:
    """The weights of a saved model as .npz or .safetensors, out and in; starts no Java.

    Arrays have DL4J's names, such as 0_W, and keep every bit.
    """


@weights.command("export", epilog="Example: dl4j-bridge weights export model.zip weights.npz")
@click.argument("model", type=_PATH)
@click.argument("file", type=_PATH)
@_FORCE
@_JSON
def export_weights(model: Path, file: Path, force: bool, as_json: bool) -> None:
    """Write the weights of MODEL to FILE: .npz or .safetensors, as it is named."""
    from .. import modelfile

    _check_free(file, force)
    found = modelfile.read(model)
    modelfile.write_weights(found, file)
    arrays = [
        {"name": name, "shape": list(array.shape), "dtype": str(array.dtype)}
        for name, array in found.arrays().items()
    ]
    if as_json:
        result = {"file": str(file), "parameters": found.parameters, "arrays": arrays}
        click.echo(json.dumps({"schema": 1, "ok": True, **result}))
    else:
        click.echo(str(file))


@weights.command(
    "import", epilog="Example: dl4j-bridge weights import model.zip weights.npz -o new.zip"
)
@click.argument("model", type=_PATH)
@click.argument("file", type=_PATH)
@click.option("-o", "--out", type=_PATH, required=True, help="Model file to write.")
@click.option("--allow-nan", is_flag=True, help="Take weights that are NaN or infinite.")
@_FORCE
@_JSON
def import_weights(
    model: Path, file: Path, out: Path, allow_nan: bool, force: bool, as_json: bool
) -> None:
    """Write a new model file: the network of MODEL with the weights of FILE.

    FILE must have each array of the network, in its shape and type. The new file has no
    updater's state, which belongs to the old weights.
    """
    from .. import modelfile

    _check_free(out, force)
    network = modelfile.read(model)
    made = modelfile.replace_weights(
        network, modelfile.read_weights(file), out, allow_nan=allow_nan, source=file.name
    )
    if as_json:
        result = {"file": str(out), "parameters": made.parameters, "sha256": made.sha256}
        click.echo(json.dumps({"schema": 1, "ok": True, **result}))
    else:
        click.echo(str(out))


def _check_free(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise click.UsageError(f"{path} exists already. Choose another file, or add --force.")
