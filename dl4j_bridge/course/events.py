"""The events of a trace: each dataclass is a line of `events.jsonl`, its fields those of the line.

Hashes are CRC-32 in eight hexadecimal digits, as `arrays.checksum` makes them, over little-endian
values: of a parameter as it lies in the network's flat vector, of a batch's features and of its
labels in C order, one array after the other. Seeds, scores and values are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .arrays import Array, Parameter, load


@dataclass(frozen=True)
class Network:
    """A network from when it had its first parameters.

    Attributes:
        line_number: in `events.jsonl`, from 1: tells what came first.
        seconds: since the agent's start.
        network: its number, from 0.
        type: `MultiLayerNetwork` or `ComputationGraph`.
        origin: `init`, `file`, `clone`, `transfer`, `convert`, `keras`; `other` for one that was
            made in a way the agent does not know.
        path: of the file it is from, if the program named one.
        configuration: DL4J's JSON.
        seed: of the configuration.
        seed_given: whether the program chose it; else it is from the clock.
        parameters: as they were then.
        file: of the flat vector as it was then.
        line: of the program, from 1; None where no Java program has lines, as in Python.
        final: the parameters at the end, None if the trace ends before.
        final_file: of the flat vector at the end.
    """

    line_number: int
    seconds: float
    network: int
    type: str
    origin: str
    path: str | None
    configuration: Mapping[str, Any]
    seed: int
    seed_given: bool
    parameters: tuple[Parameter, ...]
    file: Path
    line: int | None
    final: tuple[Parameter, ...] | None = None
    final_file: Path | None = None

    def initial_values(self) -> Array:
        """The flat parameter vector at the beginning; shape (n,), float32 or float64.

        Raises:
            DataError: the file is missing or damaged.
        """
        return load(self.file, self.parameters)

    def final_values(self) -> Array | None:
        """The flat parameter vector at the end; None if the trace ends before.

        Raises:
            DataError: the file is missing or damaged.
        """
        return None if self.final_file is None else load(self.final_file, self.final or ())


@dataclass(frozen=True)
class Batch:
    """One of the first batches that an iterator gave.

    Attributes:
        line_number, seconds: as in `Network`.
        iterator: its number.
        index: from 0.
        rows: examples.
        features: hash of them.
        labels: hash of them.
        binary: whether all features are 0 or 1.
    """

    line_number: int
    seconds: float
    iterator: int
    index: int
    rows: int
    features: str
    labels: str
    binary: bool

    @property
    def hashes(self) -> tuple[str, str]:
        """Of its features, of its labels."""
        return self.features, self.labels


@dataclass(frozen=True)
class Iterator:
    """An iterator over data, from its first use.

    Attributes:
        line_number, seconds: as in `Network`.
        iterator: its number, from 0 in the order of first uses.
        type: simple name of its class.
        arguments: what it was made with: numbers, truths and texts, simple class names of others.
        line: of its first use, as in `Network`.
        batches: the first few.
    """

    line_number: int
    seconds: float
    iterator: int
    type: str
    arguments: tuple[Any, ...]
    line: int | None
    batches: tuple[Batch, ...] = ()


@dataclass(frozen=True)
class Fit:
    """A call that trains, outermost only.

    Attributes:
        line_number, seconds: as in `Network`.
        call: its number, from 0.
        network: which one.
        kind: simple name of what it trains on, such as `DataSetIterator`; `EarlyStoppingTrainer`
            for one; `pretrain` for layers trained alone.
        iterator: which one, if any.
        epochs: as asked for in the call; None where the call has no such argument.
        line: as in `Network`.
    """

    line_number: int
    seconds: float
    call: int
    network: int
    kind: str
    iterator: int | None
    epochs: int | None
    line: int | None


@dataclass(frozen=True)
class Iteration:
    """An update of a network's parameters.

    Attributes:
        line_number, seconds: as in `Network`.
        network: which one.
        call: of `Fit`, None outside of one.
        iteration: DL4J's counter as listeners see it, from 0.
        epoch: DL4J's counter, from 0.
        score: as DL4J computed it, before the update.
        rows: examples in the batch.
        features: hash of the batch's features, as the network got them.
        labels: hash of its labels, likewise.
        binary: whether all features are 0 or 1.
        parameters: hash of each one after the update, by name.
    """

    line_number: int
    seconds: float
    network: int
    call: int | None
    iteration: int
    epoch: int
    score: float
    rows: int
    features: str
    labels: str
    binary: bool
    parameters: Mapping[str, str]

    @property
    def hashes(self) -> tuple[str, str]:
        """Of the batch's features, of its labels."""
        return self.features, self.labels


@dataclass(frozen=True)
class Evaluation:
    """The state of an evaluation that a program asked about.

    Attributes:
        line_number, seconds: as in `Network`.
        network: which one; None where the program evaluated outputs by itself.
        type: simple name of DL4J's class, such as `RegressionEvaluation`.
        values: its metrics by DL4J's names, such as `ACCURACY`.
        confusion: counts, actual class by row; None where there is none.
        line: as in `Network`.
    """

    line_number: int
    seconds: float
    network: int | None
    type: str
    values: Mapping[str, float]
    confusion: tuple[tuple[int, ...], ...] | None
    line: int | None


@dataclass(frozen=True)
class Saved:
    """A network written to a file.

    Attributes:
        line_number, seconds: as in `Network`.
        network: which one.
        path: as the program named it; None for a stream.
        line: as in `Network`.
    """

    line_number: int
    seconds: float
    network: int
    path: str | None
    line: int | None


@dataclass(frozen=True)
class Seed:
    """A seed that came from the clock.

    Attributes:
        line_number, seconds: as in `Network`.
        kind: what was seeded, such as `builder`, `nd4j main` or `random program`.
        index: how many of that kind there were before.
        seed: the number.
        replayed: whether it was taken from an earlier trace.
        line: as in `Network`.
        used: whether it may have told in a number; False for ND4J's generator that was asked for
            none before it got another seed.
    """

    line_number: int
    seconds: float
    kind: str
    index: int
    seed: int
    replayed: bool
    line: int | None
    used: bool = True


@dataclass(frozen=True)
class Trouble:
    """Something that the agent could not do.

    Attributes:
        line_number, seconds: as in `Network`.
        where: which part of the agent.
        what: Java's words.
    """

    line_number: int
    seconds: float
    where: str
    what: str
