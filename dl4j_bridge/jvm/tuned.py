"""What `tune-machine` measured here, remembered for later runs."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..paths import cache_dir
from .jars.lock import deeplearning4j_version
from .machine import Machine

_SCHEMA = 1


@dataclass(frozen=True)
class Tuned:
    """The settings that were fastest on a machine.

    Attributes:
        backend: name of a jar set.
        threads: as that of `settings.Settings`.
        ratio: time an iteration, divided by that with the rule's settings.
        measured: the day, such as `2025-01-31`.
    """

    backend: str
    threads: int
    ratio: float
    measured: str

    @property
    def why(self) -> str:
        """Where the numbers come from, in words."""
        return f"`dl4j-bridge tune-machine` measured {self.ratio:.2f} of the rule's time here"


class Unreadable(Exception):
    """The file of remembered settings cannot be used; the message says why."""


def recall(machine: Machine) -> Tuned | None:
    """What was measured on this machine with as many cores as now, None if nothing was.

    Raises:
        Unreadable: there is a file, but not one that `remember` wrote.
    """
    entry = _entries().get(_key(machine))
    if entry is None:
        return None
    try:
        tuned = Tuned(**entry)
        if type(tuned.threads) is not int or not 1 <= tuned.threads <= machine.cores:
            raise ValueError(f"threads is {tuned.threads!r}")
        return replace(tuned, ratio=float(tuned.ratio))
    except (TypeError, ValueError) as error:
        raise Unreadable(_unreadable(error)) from error


def remember(machine: Machine, tuned: Tuned) -> Path:
    """Keep a measurement for this machine, instead of an earlier one; gives the file.

    Raises:
        OSError: the cache folder cannot be written.
    """
    return _write({**_kept(), _key(machine): asdict(tuned)})


def forget(machine: Machine) -> bool:
    """Remove what is remembered for this machine; False if nothing was.

    Raises:
        OSError: the cache folder cannot be written.
    """
    try:
        entries = _entries()
    except Unreadable:
        tuned_file().unlink()
        return True
    if _key(machine) not in entries:
        return False
    _write({key: entry for key, entry in entries.items() if key != _key(machine)})
    return True


def tuned_file() -> Path:
    """Where measurements are kept; several machines may share the folder."""
    return cache_dir() / "tuned.json"


def _key(machine: Machine) -> str:
    """What a measurement holds for: another processor, or another share of it, is another one."""
    return f"{machine.cpu}, {machine.cores} cores, DL4J {deeplearning4j_version()}"


def _entries() -> dict[str, Any]:
    try:
        content = json.loads(tuned_file().read_bytes())
        if content["schema"] != _SCHEMA or not isinstance(content["machines"], dict):
            raise ValueError(f"schema {content['schema']}")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unreadable(_unreadable(error)) from error
    machines: dict[str, Any] = content["machines"]
    return machines


def _kept() -> dict[str, Any]:
    try:
        return _entries()
    except Unreadable:
        return {}


def _write(machines: dict[str, Any]) -> Path:
    file = tuned_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    # A reader must never see half a file.
    fresh = file.with_suffix(".new")
    content = {"schema": _SCHEMA, "machines": machines}
    fresh.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    os.replace(fresh, file)
    return file


def _unreadable(error: Exception) -> str:
    return (
        f"{tuned_file()} cannot be used ({error}), so the rule's settings hold. Remove it with "
        "`dl4j-bridge tune-machine --forget`, or measure again with `dl4j-bridge tune-machine`."
    )
