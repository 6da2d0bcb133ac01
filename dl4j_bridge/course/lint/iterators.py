"""Iterators over the data sets that Deeplearning4j knows, as programs make them."""

from __future__ import annotations

from dataclasses import dataclass

from ..code import Code
from ..constants import constant, number
from ..names import Names, Variable

_INTEGERS = {"int", "long", "short"}


@dataclass(frozen=True)
class Known:
    """A data set: its name, numbers of each example's features, of classes."""

    name: str
    features: int | None
    classes: int | None


_SETS = {
    "MnistDataSetIterator": Known("MNIST", 784, 10),
    "EmnistDataSetIterator": Known("EMNIST", 784, None),
    "IrisDataSetIterator": Known("Iris", 4, 3),
    "Cifar10DataSetIterator": Known("CIFAR-10", 3072, 10),
}


@dataclass(frozen=True)
class IteratorCode:
    """An iterator that a program creates.

    Attributes:
        at: the `new`.
        data: its data set.
        variable: what it is put into, if it is.
        training: whether it gives training data; None where that is not known.
        batch: examples in a batch, where known.
        examples: how many there are, where the program says so.
    """

    at: Code
    data: Known
    variable: Variable | None
    training: bool | None
    batch: int | float | None
    examples: int | float | None


def iterator(names: Names, code: Code) -> IteratorCode | None:
    """What a `new` makes an iterator of, or None."""
    data = _SETS.get(code.created)
    if data is None:
        return None
    given = code.arguments
    batch, examples = None, None
    if data.name != "EMNIST":
        batch = number(names, given[0]) if given else None
        if len(given) > 1 and _is_integer(names, given[1]):
            examples = number(names, given[1])
    return IteratorCode(
        code, data, held_in(names, code), _training(names, data.name, given), batch, examples
    )


def held_in(names: Names, code: Code) -> Variable | None:
    """The variable that a created object is put into."""
    parent = code.parent
    if parent is None:
        return None
    if parent.kind == "variable_declarator":
        name = parent.field_text("name")
        declared = parent.parent
        kind = declared.field_text("type") if declared else ""
        return Variable(name, kind, parent, parent.field("value"))
    left = parent.field("left") if parent.kind == "assignment_expression" else None
    return names.variable(left) if left else None


def _training(names: Names, data: str, given: tuple[Code, ...]) -> bool | None:
    """Source: the constructors of Deeplearning4j's iterators."""
    if data == "MNIST" and len(given) in (2, 3) and _is_integer(names, given[1]):
        return True  # (batch, examples) or (batch, examples, binarize)
    if data == "CIFAR-10":
        return _cifar_training(given)
    places = {"MNIST": {3: 1, 6: 3, 7: 3}, "EMNIST": {3: 2, 4: 2, 6: 3, 7: 3}}
    place = places.get(data, {}).get(len(given))
    value = None if place is None else constant(names, given[place])
    return value if isinstance(value, bool) else None


def _cifar_training(given: tuple[Code, ...]) -> bool | None:
    if len(given) == 1:
        return True
    parts = {code.text.rpartition(".")[2] for code in given[1:3]} & {"TRAIN", "TEST"}
    return parts == {"TRAIN"} if parts else None


def _is_integer(names: Names, code: Code) -> bool:
    """Whether an argument is a whole number, which tells overloads apart."""
    value = constant(names, code)
    if value is not None:
        return isinstance(value, int) and not isinstance(value, bool)
    variable = names.variable(code)
    return variable is not None and variable.type in _INTEGERS
