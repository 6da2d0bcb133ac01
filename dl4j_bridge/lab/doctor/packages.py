"""Python with the packages that the bridge needs."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version

from ... import __version__
from .findings import Check, Problem, Row

_NEWEST_TRIED = (3, 13)
# Packages whose modules have other names.
_MODULES = {"jpype1": "jpype", "pillow": "PIL"}
# Loading can end a process: each module gets its line before and after.
_LOAD = """
import importlib, sys
sys.path[:] = filter(None, sys.path)
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
        print(name, "", sep="\\t", flush=True)
    except BaseException as error:
        print(name, f"{type(error).__name__}: {error}".replace("\\n", " "), sep="\\t", flush=True)
"""
_PATIENCE = 30.0  # seconds


def look() -> Check:
    """Look at Python itself, the versions of packages, whether they can be loaded."""
    needed = list(_needed())
    present = {name: _version(name) for name, _ in needed}
    broken = _broken([name for name, _ in needed if present[name]])
    bits = 64 if sys.maxsize > 2**32 else 32
    rows = (
        Row("dl4j-bridge", __version__),
        Row("Python", platform.python_version(), why=f"{_place()}, {bits} bits, {sys.executable}"),
        *(
            Row(name, present.get(name), present.get(name) or "none")
            for name in ("jpype1", "numpy")
        ),
        Row("packages", len(needed) - len(broken), _count(needed, present, broken)),
    )
    problems = [
        Problem(f"The package {name} is not installed.", _install(name, least))
        for name, least in needed
        if not present[name]
    ]
    problems += [
        Problem(f"The package {name} cannot be loaded: {why}.", _install(name, "", anew=True))
        for name, why in broken.items()
    ]
    problems += [
        Problem(f"The package {name} {found} is too old.", _install(name, least))
        for name, least in needed
        if (found := present[name]) and _numbers(found) < _numbers(least)
    ]
    return Check("Python", rows, (*problems, *_of_version()))


def known_names() -> set[str]:
    """Packages that the bridge can use, in lower case."""
    lines = requires("dl4j-bridge") or []
    matches = (re.match(r"[\w.-]+", line) for line in lines)
    return {"dl4j-bridge", *(match[0].lower() for match in matches if match)}


def _count(
    needed: list[tuple[str, str]], present: dict[str, str | None], broken: dict[str, str]
) -> str:
    usable = sum(1 for name, _ in needed if present[name] and name not in broken)
    return f"{usable} of {len(needed)} can be loaded"


def _needed() -> Iterator[tuple[str, str]]:
    """Each package with its least version; those for one version of Python are left out."""
    try:
        lines = requires("dl4j-bridge") or []
    except PackageNotFoundError:
        lines = ["jpype1>=1.7.1", "numpy>=1.24"]  # run from its sources
    for line in lines:
        match = re.match(r"([\w.-]+)[^;]*?(?:>=([\d.]+))?[^;]*$", line)
        if match:
            yield match[1].lower(), match[2] or "0"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _broken(names: Sequence[str]) -> dict[str, str]:
    """Packages that a process of its own cannot load, each with the reason."""
    modules = {_MODULES.get(name, name.replace("-", "_")): name for name in names}
    command = [sys.executable, "-c", _LOAD, *modules]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError) as error:
        return dict.fromkeys(names[:1], f"no Python could be started ({error})")
    told = dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    found = {modules[name]: why for name, why in told.items() if name in modules and why}
    silent = next((name for name in modules if name not in told), None)
    if silent:
        found[modules[silent]] = f"loading it ends the process with {done.returncode}"
    return found


def _install(name: str, least: str, *, anew: bool = False) -> str:
    wanted = f"'{name}>={least}'" if least not in ("", "0") else name
    option = "--force-reinstall " if anew else ""
    return f"{sys.executable} -m pip install {option}{wanted}"


def _place() -> str:
    if os.environ.get("CONDA_PREFIX") == sys.prefix:
        return "conda environment"
    return "virtual environment" if sys.prefix != sys.base_prefix else "no virtual environment"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _of_version() -> Iterator[Problem]:
    if sys.version_info[:2] > _NEWEST_TRIED:
        newest = ".".join(map(str, _NEWEST_TRIED))
        text = f"Python {platform.python_version()} is newer than {newest}, the newest one tried."
        yield Problem(text, fatal=False)
