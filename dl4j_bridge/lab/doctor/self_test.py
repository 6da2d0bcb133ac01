"""A small training in a process of its own, compared with what it gave elsewhere."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from ...paths import module_command
from .findings import Check, Problem, Row

_KNOWN = Path(__file__).with_name("self_test.json")
_PATIENCE = 180.0  # seconds; a first start unpacks native libraries
# How far float32 may be from the same steps in float64; a wrong product is off by far more.
_TOLERANCE = 1e-4
_GENERIC = "DL4J_BRIDGE_NATIVE=linux-x86_64 dl4j-bridge doctor --self-test"


def look() -> Check:
    """Train; starts a JVM, and fetches nothing that is missing.

    The parameters' bits depend on the native build, on OpenBLAS's kernels and on the C library's
    exponential function; the stored ones were measured. Others are judged by their distance from
    the same steps in float64.
    """
    begin = time.monotonic()
    command = module_command("lab.doctor.self_test_worker")
    environment = {**os.environ, "DL4J_BRIDGE_OFFLINE": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE,
            stdin=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _failed(f"did not end within {_PATIENCE:.0f} seconds", "", _GENERIC)
    if done.returncode:
        return _failed(_cause(done.returncode), _last_line(done.stderr), _command(done.returncode))
    return judged(json.loads(done.stdout), time.monotonic() - begin)


def judged(told: dict[str, Any], seconds: float) -> Check:
    """What the worker's answer says of this machine."""
    build, kernels = f"{told['native']}", kernels_of(str(told["blas"]))
    known = json.loads(_KNOWN.read_text("utf-8")).get(build, {}).get(kernels)
    sound = told["deviation"] <= _TOLERANCE
    if told["sha256"] == known:
        verdict = "the same bits as where it was measured"
    elif known:
        verdict = "other bits than where it was measured"
    else:
        verdict = "no bits were measured for this build with these kernels"
    rows = (
        Row("self-test", sound, "passed" if sound else "failed", f"{seconds:.1f} s"),
        Row("parameters", told["sha256"], told["sha256"][:16], verdict),
        Row("build", build, why=f"BLAS kernels {kernels}"),
        Row("distance", told["deviation"], f"{told['deviation']:.1e}", "from float64"),
        Row("accuracy", told["accuracy"], f"{told['accuracy']:.1%}", "on what it was trained on"),
    )
    if sound:
        return Check("Self-test", rows)
    text = f"Training gave wrong numbers: {told['deviation']:.1e} from float64."
    return Check("Self-test", rows, (Problem(text, _GENERIC),))


def kernels_of(blas: str) -> str:
    """The kernels that OpenBLAS, by its own words, has chosen: `OpenBLAS 0.3.19 SkylakeX`."""
    match = re.search(r"OpenBLAS\s+([\d.]+)\S*.*?(\w+)\s+MAX_THREADS", blas)
    return f"OpenBLAS {match[1]} {match[2]}" if match else blas


def _failed(cause: str, detail: str, command: str) -> Check:
    text = f"The self-test {cause}. {detail}".strip()
    return Check("Self-test", (Row("self-test", False, "failed"),), (Problem(text, command),))


def _cause(code: int) -> str:
    if code < 0:
        names = {one.value: one.name for one in signal.Signals}
        return f"was ended by {names.get(-code, f'signal {-code}')}"
    return f"ended with {code}"


def _command(code: int) -> str:
    """A signal comes from native code; the rest is told by its message."""
    return _GENERIC if code < 0 else "dl4j-bridge train --data digits --epochs 1"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
