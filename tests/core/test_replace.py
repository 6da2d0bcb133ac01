"""Files replaced whole or not at all, whatever fails."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge import modelfile
from dl4j_bridge.errors import BridgeError, DataError, ModelFileError, ResourceExhausted
from dl4j_bridge.modelfile import replace_file
from tests.modelfiles import mlp, saved, zipped

OLD, NEW = b"old content", b"new content, which is longer"
STEPS = ("open", "fsync", "replace", "close", "chmod")


def write_new(path: Path) -> None:
    path.write_bytes(NEW)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "model.zip"
    path.write_bytes(OLD)
    return path


def untouched(path: Path) -> bool:
    """Whether the old file is there as it was, and nothing beside it."""
    return path.read_bytes() == OLD and os.listdir(path.parent) == [path.name]


class FailingCall:
    """Lets the n-th call of any of the operating system's functions fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, n: int, number: int) -> None:
        self.n, self.number, self.name = n, number, ""
        for name in STEPS:
            monkeypatch.setattr(os, name, self._around(name, getattr(os, name)))

    def _around(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            self.n -= 1
            if self.n:
                return real(*arguments, **options)
            self.name = name
            if name == "close":
                real(*arguments)  # the kernel frees the handle even when it reports an error
            raise OSError(self.number, os.strerror(self.number))

        return call


def test_replaces(old: Path) -> None:
    seen = []

    def write(path: Path) -> None:
        seen.append((path.parent, path.name, path.read_bytes(), old.read_bytes()))
        write_new(path)

    replace_file(old, write)
    assert old.read_bytes() == NEW
    assert os.listdir(old.parent) == [old.name]
    [(folder, name, empty, before)] = seen
    assert (folder, empty, before) == (old.parent, b"", OLD)
    assert name.startswith(".model.zip.")


def test_makes_a_new_file(tmp_path: Path) -> None:
    name = tmp_path / ("ü " * 60 + ".zip")
    replace_file(name, write_new)
    assert name.read_bytes() == NEW


def test_is_on_the_disk_before_it_gets_its_name(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, n=name, r=real: (order.append(n), r(*a)))
    replace_file(old, write_new, check=lambda _: order.append("check"))
    assert order == ["fsync", "check", "replace", "fsync"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights and links there")
def test_keeps_rights_and_links(old: Path) -> None:
    old.chmod(0o640)
    link = old.with_name("link.zip")
    link.symlink_to(old)
    replace_file(link, write_new)
    assert link.is_symlink()
    assert old.read_bytes() == NEW
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.fault(7)
@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, ResourceExhausted),
        (errno.EIO, ResourceExhausted),
        (errno.EDQUOT, ResourceExhausted),
        (errno.EACCES, DataError),
        (errno.EROFS, DataError),
    ],
)
def test_each_call_may_fail(
    old: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[BridgeError]
) -> None:
    """The n-th call fails, for each n, until one run gets through."""
    failed: list[str] = []
    for n in range(1, 100):
        old.write_bytes(OLD)
        with monkeypatch.context() as patch:
            failing = FailingCall(patch, n, number)
            message = _failure(old, error)
        if not message:
            break
        renamed = "replace" in failed
        failed.append(failing.name)
        assert os.strerror(number) in message
        assert str(old) in message
        assert ("may be lost if the power fails" if renamed else "is untouched") in message
        assert os.listdir(old.parent) == [old.name]
        assert old.read_bytes() == (NEW if renamed else OLD)
    # Made and closed, given its rights, forced to the disk, renamed, the folder forced too.
    made, forced = ["open", "close", "chmod"], ["open", "fsync", "close"]
    assert failed == [*made, *forced, "replace", *forced]


def _failure(path: Path, error: type[BridgeError]) -> str:
    """What replacing says when it fails; nothing when it does not."""
    try:
        replace_file(path, write_new)
    except error as caught:
        return str(caught)
    return ""


@pytest.mark.fault(7)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_the_writer_may_fail(old: Path, number: int) -> None:
    def write(path: Path) -> None:
        path.write_bytes(NEW[:5])
        raise OSError(number, os.strerror(number))

    with pytest.raises(ResourceExhausted, match=os.strerror(number)):
        replace_file(old, write)
    assert untouched(old)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, DataError])
def test_other_errors_pass_through(old: Path, error: type[BaseException]) -> None:
    def write(path: Path) -> None:
        path.write_bytes(NEW[:5])
        raise error("from the writer")

    with pytest.raises(error, match="from the writer"):
        replace_file(old, write)
    assert untouched(old)


@pytest.mark.fault(7)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_disk_that_is_really_full(old: Path) -> None:
    def write(path: Path) -> None:
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(NEW)

    with pytest.raises(ResourceExhausted, match="No space left on device"):
        replace_file(old, write)
    assert untouched(old)


@pytest.mark.fault(7)
def test_what_does_not_read_back_is_not_kept(old: Path) -> None:
    whole = zipped(mlp())
    words = r"was not written, since what was written does not read back: .* was cut short"
    with pytest.raises(ModelFileError, match=words):
        replace_file(old, lambda path: path.write_bytes(whole[:-30]), modelfile.read)
    assert untouched(old)
    replace_file(old, lambda path: path.write_bytes(whole), modelfile.read)
    assert old.read_bytes() == whole


def test_sealing_on_the_way(old: Path) -> None:
    def write(path: Path) -> None:
        saved(path.parent, mlp(), path.name)
        modelfile.seal(path, {"seed": 1})

    replace_file(old, write, modelfile.read)
    assert modelfile.read(old).details == {"seed": 1}


def test_names_that_cannot_be(tmp_path: Path) -> None:
    for name, words in [
        (tmp_path, "it is a folder"),
        (tmp_path / "missing" / "model.zip", "No such file or directory"),
        (tmp_path / ("x" * 300), "File name too long"),
        (Path("a\0b"), "null"),
    ]:
        with pytest.raises(DataError, match=words):
            replace_file(name, write_new)
    assert os.listdir(tmp_path) == []
