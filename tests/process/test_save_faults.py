"""A save whose n-th call of the operating system fails, for each n, in Java's half too."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FAILING_DISK = {"ENOSPC", "EDQUOT", "EIO", "FSIZE"}

pytestmark = [
    pytest.mark.fault(7),
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("cc") is None, reason="needs Linux and a C compiler"
    ),
]


def tries(folder: Path, *words: str) -> list[dict[str, Any]]:
    """What came of each try of the saves that the words of `faulty_saves.py` name."""
    shim = folder / "faults.so"
    source = str(HERE / "faults.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
    preload = " ".join(filter(None, [str(shim), os.environ.get("LD_PRELOAD")]))
    done = subprocess.run(
        [sys.executable, str(HERE / "faulty_saves.py"), str(folder), *words],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "LD_PRELOAD": preload},
    )
    assert done.returncode == 0, done.stderr
    assert "Exception ignored" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(one: dict[str, Any]) -> None:
    """Either the old file is untouched, or the new one is there whole."""
    failed = one["error"] is not None
    assert one["kept"] != one["new"], one
    assert one["beside"] == [], one
    if not failed:
        # It went through in spite of the fault, as a call that was interrupted and made again.
        assert one["new"], one
        assert one.get("call") is None or one["fault"] == "EINTR" or one["manner"] == "short", one
        return
    forced = one["kept"] or "may be lost if the power fails" in one["message"]
    assert forced, one
    assert os.strerror(getattr(errno, one["fault"], errno.EFBIG)) in one["message"] or (
        one["call"] == "read"
    ), one
    if one["fault"] in FAILING_DISK and one.get("call") != "read":
        assert (one["error"], one["code"]) == ("ResourceExhausted", 8), one
    else:
        assert one["code"] in (3, 5, 8), one


def figure(tried: Iterable[dict[str, Any]]) -> str:
    """The tries in words."""
    faults = [one for one in tried if one.get("call") or one["error"]]
    calls = Counter(one.get("call") or "limit" for one in faults)
    kinds = ", ".join(f"{count} {name.removesuffix('64')}" for name, count in calls.most_common())
    intact = sum(one["kept"] or one["new"] for one in faults)
    return f"{intact} of {len(faults)} faults left the old file or, renamed, the new ({kinds})"


def test_a_save_that_fails_leaves_the_old_file(
    tmp_path: Path, record_property: Callable[[str, str], None]
) -> None:
    tried = tries(
        tmp_path,
        "save/ENOSPC/from then on",
        "save/EIO/once",
        "save/ENOSPC/short, then full",
        "npz/ENOSPC/once",
        "safetensors/ENOSPC/once",
        "import/ENOSPC/from then on",
        "checkpoint/ENOSPC/from then on",
        "save/FSIZE/20000",
        "npz/FSIZE/20000",
    )
    for one in tried:
        check(one)
    # The calls of Java and those of Python are among them.
    counts = Counter(one.get("call") for one in tried if one["kind"] == "save")
    assert counts["write"] >= 10
    assert counts["fsync"] == counts["rename"] * 2 == 4
    # All n were tried: the last try of each goes through.
    assert sum(one["error"] is None for one in tried) >= 9
    record_property("figure", figure(tried))
