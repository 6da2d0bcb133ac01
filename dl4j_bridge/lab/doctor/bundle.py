"""A zip for a bug report."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path

from ...errors import DataError, ResourceExhausted, UsageError
from .findings import Check
from .privacy import Scrubber
from .screen import facts

# Of a crash report, what tells where it happened; the rest is command lines, variables, maps.
_OF_CRASH = re.compile(r"#|siginfo:|Current thread|Stack: |[CVvjJA]  |J \d|Java frames|Native fr")
_WHEN = (1980, 1, 1, 0, 0, 0)


def write(
    file: Path,
    checks: list[Check],
    run: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> list[str]:
    """Write what a report of a fault needs; nothing in it tells whose machine it is from.

    Args:
        file: must not be there yet.
        checks: what was found.
        run: the folder of a run, whose environment is added.
        variables: the environment, whose values are taken out; None takes this process's.

    Returns:
        The names of what is in the zip.

    Raises:
        UsageError: the file is there already.
        DataError: the run has no environment that can be read.
        ResourceExhausted: the zip cannot be written.
    """
    if file.exists():
        raise UsageError(f"{file} is there already. Name another file, or remove it.")
    scrubber = Scrubber(variables)
    parts = {
        "doctor.json": _json(scrubber.facts(facts(checks))),
        "packages.txt": "\n".join(sorted(_packages())) + "\n",
        **({"environment.json": _json(scrubber.facts(_of_run(run)))} if run else {}),
        **{name: scrubber.text(text) for name, text in _crash()},
    }
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as packed:
            for name, text in parts.items():
                packed.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    except OSError as error:
        raise ResourceExhausted(f"{file} cannot be written: {error.strerror or error}.") from error
    return list(parts)


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=True) + "\n"


def _packages() -> set[str]:
    """Published packages with their versions; a user's own may have a telling name."""
    from .packages import known_names

    wanted = known_names()
    found = {one.name.lower(): one.version for one in distributions() if one.name}
    return {f"{name} {version}" for name, version in found.items() if name in wanted}


def _of_run(run: Path) -> object:
    file = run / "environment.json"
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{file} cannot be read: {error}. Name the folder of a run.") from error


def _crash() -> Iterator[tuple[str, str]]:
    """The newest report that a JVM left, without what may hold names."""
    try:
        from ...paths import crashes_dir

        reports = crashes_dir().glob("hs_err_pid*.log")
        newest = max(reports, key=lambda report: report.stat().st_mtime)
        lines = newest.read_text("utf-8", "replace").splitlines()
    except (ImportError, OSError, ValueError):
        return
    yield "hs_err.log", "\n".join(filter(_OF_CRASH.match, lines)) + "\n"
