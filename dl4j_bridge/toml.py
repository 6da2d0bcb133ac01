"""Experiments as TOML documents."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import tomli_w

from .augmentation import Augmentation
from .errors import UsageError
from .experiment import Experiment, Layer
from .presets import preset
from .schedules import Schedule
from .spelling import suggest
from .updaters import Updater


def to_toml(experiment: Experiment) -> str:
    """The experiment as a TOML document that `from_toml` reads back."""
    document: dict[str, Any] = {
        key.name: value
        for key in dataclasses.fields(experiment)
        if key.name not in ("layers", "updater", "schedule", "augment")
        and (value := getattr(experiment, key.name)) is not None
    }
    updater = experiment.updater
    document["updater"] = {"type": updater.type, **updater.hyper_parameters}
    if experiment.schedule is not None:
        schedule = experiment.schedule
        document["schedule"] = {"type": schedule.type, **schedule.parameters}
    if experiment.augment is not None:
        document["augment"] = experiment.augment.strengths
    document["layers"] = [{"type": layer.type, **layer.settings} for layer in experiment.layers]
    return tomli_w.dumps(document)


def from_toml(text: str, source: str = "the experiment") -> Experiment:
    """Read an experiment; what is left out comes from `preset`, or from the defaults.

    Args:
        text: a TOML document with the attributes of `Experiment` as keys, and `preset`.
        source: what error messages call it.

    Raises:
        UsageError: no TOML, an unknown key, or a value that makes no sense.
    """
    try:
        return _from_document(_parse_toml(text))
    except UsageError as error:
        raise UsageError(f"{source}: {error}") from error.__cause__


def from_file(path: str | Path) -> Experiment:
    """Read an experiment from a TOML file.

    Raises:
        UsageError: as `from_toml`, or the file cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise UsageError(
                f"{path} has more than {_LARGEST_FILE:,} bytes, too many for an experiment."
            )
        # Not read_text, which makes line ends of what TOML forbids.
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as a text file: {error}.") from error
    return from_toml(text, source=str(path))


_LARGEST_FILE = 1_000_000  # bytes


def _parse_toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise UsageError("no valid TOML: arrays or tables are nested too deeply.") from error
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        raise UsageError(f"no valid TOML: {error}.") from error


def _from_document(document: dict[str, Any]) -> Experiment:
    base = preset(str(document.pop("preset"))) if "preset" in document else None
    fields = [key.name for key in dataclasses.fields(Experiment)]
    for key in document:
        if key not in fields:
            raise UsageError(f"there is no setting '{key}'.{suggest(key, [*fields, 'preset'])}")
    if "updater" in document:
        document["updater"] = Updater(*_typed("updater", document["updater"]))
    if "schedule" in document:
        document["schedule"] = Schedule(*_typed("schedule", document["schedule"]))
    if "augment" in document:
        document["augment"] = Augmentation.of(document["augment"])
    if "layers" in document:
        document["layers"] = tuple(_layer(table) for table in _tables(document["layers"]))
    for key, kind in _KINDS.items():
        if key in document and not isinstance(document[key], kind):
            raise UsageError(f"{key} is {document[key]!r}, but must be a {kind.__name__}.")
    if base is not None:
        return dataclasses.replace(base, **document)
    missing = [key for key in ("name", "layers", "updater") if key not in document]
    if missing:
        raise UsageError(f"{' and '.join(missing)} is missing; set it, or start from a preset.")
    return Experiment(**document)


_KINDS: dict[str, type] = {"name": str, "data": str, "weight_init": str, "shuffle": bool}


def _typed(name: str, table: object) -> tuple[str, dict[str, Any]]:
    """A table's type, with the rest of it."""
    if not isinstance(table, dict) or not isinstance(table.get("type"), str):
        example = {"updater": "Adam", "schedule": "cosine"}[name]
        raise UsageError(f"{name} must be a table with a type: [{name}] type = '{example}'.")
    return table["type"], {k: v for k, v in table.items() if k != "type"}


def _tables(layers: object) -> list[dict[str, Any]]:
    if not isinstance(layers, list) or not all(isinstance(table, dict) for table in layers):
        raise UsageError("layers must be tables, each beginning with [[layers]].")
    return layers


def _layer(table: dict[str, Any]) -> Layer:
    kind = table.get("type")
    if not isinstance(kind, str):
        raise UsageError("each of [[layers]] needs a type, such as type = 'DenseLayer'.")
    settings = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key != "type"
    }
    return Layer(kind, settings)
