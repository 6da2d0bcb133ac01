"""Cards, driver and CUDA's libraries of this machine, found without any of NVIDIA's own code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..variables import of_user
from . import said
from .said import Card, Version

# Seconds. A driver that wakes a card takes two or three; a broken one never answers.
_PATIENCE = 20
# Where it is although no PATH says so: in WSL, and in old drivers for Windows.
_PLACES = (
    "/usr/lib/wsl/lib/nvidia-smi",
    r"C:\Windows\System32\nvidia-smi.exe",
    r"C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe",
)
# What ND4J's own are linked with (readelf -d); the -cudnn builds alone need the last.
_LIBRARIES = {
    "linux": ("libcudart.so.11.0", "libcublas.so.11", "libcusolver.so.11", "libcudnn.so.8"),
    "win32": ("cudart64_110.dll", "cublas64_11.dll", "cusolver64_11.dll", "cudnn64_8.dll"),
}
CUDNN = ("libcudnn.so.8", "cudnn64_8.dll")


@dataclass(frozen=True)
class Found:
    """What there is.

    Attributes:
        cards: all that the driver knows, whether CUDA may use them or not.
        cuda: the newest CUDA that the driver runs; None if it does not say.
        missing: libraries of CUDA 11 and cuDNN 8 that do not load.
        toolkit: folder that CUDA_PATH or CUDA_HOME names, if it is there.
        failure: why no cards are known; empty if some are.
        visible: CUDA_VISIBLE_DEVICES; None if it is not set.
    """

    cards: tuple[Card, ...] = ()
    cuda: Version | None = None
    missing: tuple[str, ...] = ()
    toolkit: Path | None = None
    failure: str = ""
    visible: str | None = None


@cache
def find() -> Found:
    """Look once a process; takes tenths of a second, at worst a minute."""
    return found_by(of_user())


def found_by(variables: Mapping[str, str]) -> Found:
    """As `find`, with another environment; asks anew."""
    libraries = _LIBRARIES.get(sys.platform, ())
    asked = _of_program(libraries) if libraries else {}
    here = Found(
        missing=tuple(name for name in libraries if not asked.get(name)),
        toolkit=_toolkit(variables),
        visible=variables.get("CUDA_VISIBLE_DEVICES"),
    )
    program = _nvidia_smi(variables)
    if program is None:
        return replace(here, failure="there is no NVIDIA driver (nvidia-smi was not found)")
    return _with_cards(here, program)


def _with_cards(here: Found, program: str) -> Found:
    fields = list(said.FIELDS)
    code, text = _run(program, *_query(fields))
    while code and (unknown := said.unknown_field(text)) in fields:
        fields.remove(unknown)
        code, text = _run(program, *_query(fields))
    cards = said.cards(text, fields)
    if not cards:
        return replace(here, failure=said.failure(text))
    if any(card.mig for card in cards):
        parts = said.slices(_run(program, "-L")[1])
        cards = [replace(card, slices=parts.get(card.uuid, ())) for card in cards]
    if "compute_cap" not in fields:
        known = _of_program([])
        cards = [replace(one, capability=_capability(known, one)) for one in cards]
    cuda = said.cuda_version(_run(program, "-q", "-d", "COMPUTE")[1])
    return replace(here, cards=tuple(cards), cuda=cuda)


def _query(fields: Sequence[str]) -> tuple[str, ...]:
    return f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits"


def _capability(known: Mapping[str, object], card: Card) -> Version | None:
    return said.version(str(known.get(card.uuid, "")))


def _nvidia_smi(variables: Mapping[str, str]) -> str | None:
    there = (place for place in _PLACES if Path(place).is_file())
    return shutil.which("nvidia-smi", path=variables.get("PATH")) or next(there, None)


def _toolkit(variables: Mapping[str, str]) -> Path | None:
    named = variables.get("CUDA_PATH") or variables.get("CUDA_HOME")
    return Path(named) if named and Path(named).is_dir() else None


def _of_program(libraries: Sequence[str]) -> dict[str, object]:
    """What `asking` answers; empty if it does not."""
    program = str(Path(__file__).with_name("asking.py"))
    code, text = _run(sys.executable, "-I", program, *libraries)
    return dict(json.loads(text)) if code == 0 and text else {}


def _run(*command: str) -> tuple[int, str]:
    """Exit code and output of a program; 124 and why if it does not end, 127 if it cannot start."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return 124, f"no answer for {_PATIENCE} seconds"
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout
