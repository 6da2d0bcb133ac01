"""What one training run is: data, network, updater, epochs, seeds."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import UsageError
from .spelling import suggest
from .updaters import Updater

Setting = bool | int | float | str | tuple[int, ...]


@dataclass(frozen=True)
class Layer:
    """A layer as DL4J's builder has it: `settings` are the builder's methods by name.

    `Layer("DenseLayer", {"nOut": 1000, "activation": "RELU"})` stands for
    `new DenseLayer.Builder().nOut(1000).activation(Activation.RELU).build()`. The number of
    inputs, and of the last layer's outputs, may be left out: the data decides.
    """

    type: str
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """One training run, complete: the same experiment gives the same bits again.

    Attributes:
        name: what the run is called in tables and folders.
        layers: from input to output.
        updater: how gradients become steps.
        data: a data set's name, a folder or a file, as `datasets.load` takes it.
        weight_init: constant of DL4J's `WeightInit`.
        l1: coefficient of the sum of absolute weights in the score.
        l2: coefficient of half the sum of squared weights in the score.
        seed: of the initial weights and dropout; never 0, which DL4J takes as the clock.
        epochs: passes over the training data.
        batch_size: rows an iteration.
        shuffle: a new order each epoch, the one `MnistDataSetIterator` has for `order_seed`.
        order_seed: None takes `seed`.

    Raises:
        UsageError: a value that makes no sense; the message names it.
    """

    name: str
    layers: tuple[Layer, ...]
    updater: Updater
    data: str = "mnist"
    weight_init: str = "XAVIER"
    l1: float = 0.0
    l2: float = 0.0
    seed: int = 123
    epochs: int = 15
    batch_size: int = 128
    shuffle: bool = True
    order_seed: int | None = None

    def __post_init__(self) -> None:
        if not self.layers:
            raise UsageError("The experiment has no layers; it needs at least an output layer.")
        for name in ("epochs", "batch_size"):
            _whole(name, getattr(self, name), 1, 2**31 - 1)
        for name in ("l1", "l2"):
            _not_negative(name, getattr(self, name))
        _whole("seed", self.seed, -(2**63), 2**63 - 1)
        if self.order_seed is not None:
            _whole("order_seed", self.order_seed, -(2**63), 2**63 - 1)
        if self.seed == 0:
            raise UsageError(
                "seed is 0, which DL4J takes as 'seed by the clock', so that no run could be "
                "repeated. Choose any other number."
            )

    @property
    def shuffle_seed(self) -> int:
        """Seed of the order of the rows."""
        return self.seed if self.order_seed is None else self.order_seed

    def to_toml(self) -> str:
        """The experiment as a TOML document that `from_toml` reads back."""
        import tomli_w

        document: dict[str, Any] = {
            key.name: value
            for key in dataclasses.fields(self)
            if key.name not in ("layers", "updater")
            and (value := getattr(self, key.name)) is not None
        }
        document["updater"] = {"type": self.updater.type, **self.updater.hyper_parameters}
        document["layers"] = [{"type": layer.type, **layer.settings} for layer in self.layers]
        return tomli_w.dumps(document)

    @classmethod
    def from_toml(cls, text: str, source: str = "the experiment") -> Experiment:
        """Read an experiment; what is left out comes from `preset`, or from the defaults.

        Args:
            text: a TOML document with this class's attributes as keys, and `preset`.
            source: what error messages call it.

        Raises:
            UsageError: no TOML, an unknown key, or a value that makes no sense.
        """
        try:
            return _from_document(_parse_toml(text))
        except UsageError as error:
            raise UsageError(f"{source}: {error}") from error.__cause__

    @classmethod
    def from_file(cls, path: str | Path) -> Experiment:
        """Read an experiment from a TOML file.

        Raises:
            UsageError: as `from_toml`, or the file cannot be read.
        """
        if (size := _size(path)) > _LARGEST_FILE:
            raise UsageError(f"{path} has {size} bytes, too many for an experiment.")
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read as a text file: {error}.") from error
        return cls.from_toml(text, source=str(path))


_LARGEST_FILE = 1_000_000


def _size(path: str | Path) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _parse_toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no valid TOML: {error}.") from error


def _from_document(document: dict[str, Any]) -> Experiment:
    from .presets import preset

    base = preset(str(document.pop("preset"))) if "preset" in document else None
    fields = [key.name for key in dataclasses.fields(Experiment)]
    for key in document:
        if key not in fields:
            raise UsageError(f"there is no setting '{key}'.{suggest(key, [*fields, 'preset'])}")
    if "updater" in document:
        document["updater"] = _updater(document["updater"])
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


def _updater(table: object) -> Updater:
    if not isinstance(table, dict) or not isinstance(table.get("type"), str):
        raise UsageError("updater must be a table with a type, such as [updater] type = 'Adam'.")
    return Updater(table["type"], {k: v for k, v in table.items() if k != "type"})


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


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UsageError(f"{name} is {value!r}, but must be a whole number from {least} to {most}.")


def _not_negative(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e308:
        raise UsageError(f"{name} is {value!r}, but must be a number of at least 0.")
