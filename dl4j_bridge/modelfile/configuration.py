"""The text of `configuration.json`, parsed so that Java can read no class out of it unseen.

Jackson takes the class of an object from its `@class` (a distribution's from `type`), and of two
equal keys the first; from an array it takes the class from the first element. So keys may not be
repeated, every class must be known, and lists of text stand only where DL4J writes names.
"""

from __future__ import annotations

import json
import math
from typing import Any

from .classes import CLASSES
from .refusal import damaged, quoted, refused

Fields = dict[str, Any]

LARGEST = 4 * 1024 * 1024
"""Bytes; a layer needs about 2,000."""

# A layer has about ten; in Python each takes some 60 bytes, even when it is empty.
_MOST_OBJECTS = 30_000
# A layer has about forty; one number or name takes a microsecond.
_MOST_COMMAS = 100_000
_CLASS_KEYS = ("@class", "type")
_NAME_LISTS = {
    "inputs",
    "networkInputs",
    "networkOutputs",
    "params",
    "topologicalOrderStr",
    "variables",
}
_LONGEST_NUMBER = 24
_CUSTOM = (
    "Java would run its code while loading. "
    "If you trust the file, load it in a Java program of your own."
)


def parse(content: bytes, where: str) -> Fields:
    """Parse a configuration, refusing what could make Java load a class that is not DL4J's.

    Args:
        content: the bytes of `configuration.json`.
        where: the model file's name, for messages.

    Raises:
        ModelFileError: it is no JSON object, names an unknown class, or is ambiguous.
    """
    objects = content.count(b"{") + content.count(b"[")
    if objects > _MOST_OBJECTS:
        raise damaged(where, f"'configuration.json' holds {objects:,} objects and lists")
    commas = content.count(b",")
    if commas > _MOST_COMMAS:
        raise damaged(where, f"'configuration.json' holds {commas:,} values")
    try:
        text = content.decode("utf-8")
        fields = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except ValueError as error:
        raise damaged(where, f"'configuration.json' is not what DL4J writes ({error})") from None
    if not isinstance(fields, dict):
        raise damaged(where, "'configuration.json' holds no object")
    _check_graph_names(fields, where)
    _check_classes({k: v for k, v in fields.items() if k != "vertexInputs"}, where)
    return fields


def _unique_keys(pairs: list[tuple[str, Any]]) -> Fields:
    fields: Fields = {}
    for key, value in pairs:
        if key in fields:
            raise ValueError(f"the key {quoted(key)} stands twice in one object")
        fields[key] = value
    return fields


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"the number {quoted(digits)} is too large")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits):,} digits")
    return int(digits)


def _check_graph_names(fields: Fields, where: str) -> None:
    """Check the two maps whose keys the author of a graph chose."""
    vertices = fields.get("vertices") or {}
    if not isinstance(vertices, dict) or not all(isinstance(v, dict) for v in vertices.values()):
        raise damaged(where, "'configuration.json' has vertices that are no objects")
    inputs = fields.get("vertexInputs") or {}
    if not isinstance(inputs, dict) or not all(_is_names(v) for v in inputs.values()):
        raise damaged(where, "'configuration.json' has vertex inputs that are no names")


def _check_classes(fields: Fields, where: str) -> None:
    """Look at every object and every list, without recursion."""
    todo: list[tuple[str, Any]] = [("", fields)]
    while todo:
        key, node = todo.pop()
        if isinstance(node, dict):
            if "dataBuffer" in node:
                raise refused(where, "it holds an array in the form of DL4J 0.x", _CUSTOM)
            for name in _CLASS_KEYS:
                _check_class(node.get(name), name, where)
            todo.extend(node.items())
        elif isinstance(node, list):
            if any(isinstance(element, str) for element in node) and not (
                key in _NAME_LISTS and _is_names(node)
            ):
                raise refused(where, f"{quoted(key)} is a list that could name a class", _CUSTOM)
            todo.extend((key, element) for element in node)


def _check_class(name: Any, key: str, where: str) -> None:
    if isinstance(name, str) and name not in CLASSES:
        raise refused(where, f"it names the class {quoted(name)}, which is not DL4J's", _CUSTOM)
    if name is not None and key == "@class" and not isinstance(name, str):
        raise damaged(where, "'configuration.json' has a class that is no name")


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(element, str) for element in value)
