"""The peers' packages, installed into an environment of the bench's own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(*, cuda_wheels: bool) -> dict[str, str]:
    """Install what is not there yet.

    Args:
        cuda_wheels: take PyTorch even where it brings CUDA's libraries along (3 GB).

    Returns:
        For each requirement that is not to be had: why.
    """
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    wanted = requirements((HERE / "requirements.txt").read_text("utf-8"))
    present = _installed()
    missing = {}
    for name, requirement in wanted.items():
        if name in present:
            continue
        print(f"bench: looking for {requirement}", file=sys.stderr)
        reason = _obstacle(requirement, cuda_wheels) or _pip("install", requirement)[1]
        if reason:
            missing[name] = reason
            print(f"bench: without {name}: {reason}", file=sys.stderr)
    return missing


def requirements(text: str) -> dict[str, str]:
    """The lines of a requirements file by the name of their package."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return {re.split(r"[\s<>=!~;\[]", line)[0]: line for line in lines if line}


def _installed() -> set[str]:
    output, _ = _pip("list", "--format", "json")
    return {package["name"].lower() for package in json.loads(output or "[]")}


def _obstacle(requirement: str, cuda_wheels: bool) -> str:
    """Why a package that could be installed had better not be; empty if nothing speaks against."""
    if cuda_wheels:
        return ""
    output, _ = _pip("install", "--dry-run", "--no-deps", "--report", "-", requirement)
    report = json.loads(output or '{"install": []}')
    needs = [
        need
        for package in report["install"]
        for need in package["metadata"].get("requires_dist", [])
    ]
    if sys.platform != "linux" or not any(need.startswith(("nvidia-", "cuda-")) for need in needs):
        return ""
    return (
        "the index has it only with CUDA's libraries (3 GB). Point pip at a CPU-only wheel "
        "(PIP_FIND_LINKS, PIP_EXTRA_INDEX_URL), or allow it: make bench BENCH=--cuda-wheels"
    )


def _pip(*arguments: str) -> tuple[str, str]:
    """Output of pip in the peers' environment; why it failed, empty if it did not."""
    result = subprocess.run(
        [PYTHON, "-m", "pip", arguments[0], "--quiet", *arguments[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode == 0:
        return result.stdout, ""
    lines = result.stderr.strip().splitlines() or [f"pip ended with {result.returncode}"]
    return "", lines[-1]
