"""Each reader with ten thousand damaged files."""

import os
from collections.abc import Callable

import pytest

from tests.fuzzing.campaign import fuzz
from tests.fuzzing.targets import READERS

MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "10000"))
_WITH_FAULTS = ("model-zip", "idx", "toml", "csv", "java-lint", "java-port", "java-oldapi")

Record = Callable[[str, object], None]


def _fuzz(name: str, record_property: Record) -> None:
    figure = fuzz(name, MUTATIONS, os.cpu_count() or 1).check()
    print(figure, flush=True)
    record_property("figure", figure)


@pytest.mark.fault(1)
def test_model_files(record_property: Record) -> None:
    _fuzz("model-zip", record_property)


@pytest.mark.fault(10)
def test_idx_files(record_property: Record) -> None:
    _fuzz("idx", record_property)


@pytest.mark.fault(26)
def test_configuration_files(record_property: Record) -> None:
    _fuzz("toml", record_property)


@pytest.mark.fault(33)
@pytest.mark.parametrize("name", ["csv", "java-lint", "java-port", "java-oldapi"])
def test_tables_and_java_sources(name: str, record_property: Record) -> None:
    _fuzz(name, record_property)


@pytest.mark.parametrize("name", [name for name in READERS if name not in _WITH_FAULTS])
def test_other_files(name: str, record_property: Record) -> None:
    _fuzz(name, record_property)
