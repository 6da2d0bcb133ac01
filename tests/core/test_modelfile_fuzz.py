"""Model files with anything in them: refused in the proper way, or read rightly."""

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dl4j_bridge import modelfile
from dl4j_bridge.errors import DataError, ModelFileError
from dl4j_bridge.lab import summary
from tests.modelfiles import LAYERS, MLP, WEIGHTS, mlp, saved, zipped

WHOLE = zipped(mlp())


def survives(path: Path) -> modelfile.ModelFile | None:
    """The model, or None if it was refused in the proper way; all else is an error."""
    try:
        model = modelfile.read(path)
        model.arrays()
    except (DataError, ModelFileError):
        return None
    json.dumps(summary.facts(model), allow_nan=False)
    return model


FUZZ = settings(derandomize=True, max_examples=300, deadline=None, database=None)


@pytest.mark.fault(1)
@FUZZ
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), max_size=4))
def test_changed_bytes_are_refused_or_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(WHOLE)
    for at, flip in changes:
        content[at] ^= flip
    path = saved(tmp_path_factory.getbasetemp(), bytes(content), "flipped.zip")
    model = survives(path)
    if model is not None:
        np.testing.assert_array_equal(model.flat(), WEIGHTS)
        assert model.configuration == MLP


@pytest.mark.fault(1)
@FUZZ
@given(st.sampled_from([*mlp()]), st.integers(0, 130), st.binary(min_size=1, max_size=9))
def test_changed_contents_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, piece: bytes
) -> None:
    entries = mlp()
    content = entries[name]
    entries[name] = content[:at] + piece + content[at + len(piece) :]
    model = survives(saved(tmp_path_factory.getbasetemp(), entries, "contents.zip"))
    if model is not None:
        assert model.parameters == 23


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "W", "\ud800", "evil.Evil", LAYERS + "LSTM", LAYERS + "DenseLayer"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@class", "layer", "nin", "type", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every container of a JSON value with every key or index into it."""
    inside = node.items() if isinstance(node, dict) else enumerate(node)
    found = []
    for key, value in inside:
        found.append((node, key))
        if isinstance(value, (dict, list)):
            found += places(value)
    return found


@pytest.mark.fault(1)
@FUZZ
@given(st.integers(0, 10_000), JSON)
def test_changed_configurations_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, place: int, value: Any
) -> None:
    fields = copy.deepcopy(MLP)
    everywhere = places(fields)
    container, key = everywhere[place % len(everywhere)]
    container[key] = value
    entries = mlp(configuration=json.dumps(fields).encode())
    survives(saved(tmp_path_factory.getbasetemp(), entries, "configuration.zip"))
