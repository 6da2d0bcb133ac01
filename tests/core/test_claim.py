"""A folder is one process's at a time, and a process that dies leaves it in order."""

import os
from pathlib import Path

import pytest

from dl4j_bridge.claim import claimed, is_free
from dl4j_bridge.errors import UsageError

LEFT = ".model.zip.0123456789ab.tmp"


@pytest.mark.fault(27)
def test_a_folder_in_use_names_its_process(tmp_path: Path) -> None:
    with claimed(tmp_path):
        with pytest.raises(UsageError, match=rf"being written by process {os.getpid()}\. Wait"):
            claimed(tmp_path).__enter__()
        (tmp_path / ".owner").unlink()  # it is about to end
        with pytest.raises(UsageError, match="being written by another process"):
            claimed(tmp_path).__enter__()
    with claimed(tmp_path):  # whoever has ended lets go
        pass
    assert not (tmp_path / ".owner").exists()


def test_it_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), claimed(tmp_path):
        raise ZeroDivisionError
    with claimed(tmp_path):
        pass


def test_what_a_killed_process_was_writing_is_removed(tmp_path: Path) -> None:
    for name in (LEFT, ".owner", ".lock", "mine.tmp"):
        (tmp_path / name).write_text("9999")
    with claimed(tmp_path):
        assert not (tmp_path / LEFT).exists()
        assert (tmp_path / "mine.tmp").exists()


@pytest.mark.parametrize(
    ("names", "free"),
    [
        ([], True),
        ([".lock", ".owner"], True),
        ([LEFT], True),
        ([".lock", "model.zip"], False),
        ([".hidden"], False),
    ],
)
def test_a_folder_is_free_of_what_others_want(tmp_path: Path, names: list[str], free: bool) -> None:
    for name in names:
        (tmp_path / name).touch()
    assert is_free(tmp_path) is free
    assert is_free(tmp_path / "none")
