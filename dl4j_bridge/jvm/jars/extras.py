"""Jars that come beside a backend's, when something asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from ...errors import BackendError
from .. import cpu
from . import backends
from .lock import JarSet, read_lock
from .verified import recorded

if TYPE_CHECKING:
    from ...downloads import Progress

# What a class's full name begins with, and the extra that has it.
_PACKAGES = {
    "org.datavec": "datavec",
    "org.canova": "datavec",  # its name until 2016
    "org.deeplearning4j.datasets.datavec": "datavec",
    "org.deeplearning4j.ui": "ui",
    "org.deeplearning4j.core.storage": "ui",
    "org.deeplearning4j.nn.modelimport": "keras",
    "org.deeplearning4j.parallelism": "parallel",
}


def names() -> list[str]:
    """What there is for this platform, such as `ui`, Deeplearning4j's training UI."""
    platform = cpu.platform_name()
    extras = read_lock().extras
    return sorted(name for name in extras if platform in _platforms(name) or not _platforms(name))


def extra(name: str, platform: str | None = None) -> JarSet:
    """The jars of an extra, of its natives those for a platform; None is this one.

    Raises:
        BackendError: the extra does not exist for this platform.
    """
    platform, platforms = platform or cpu.platform_name(), _platforms(name)
    if platforms and platform not in platforms:
        raise BackendError(
            f"The extra {name} exists for {', '.join(sorted(platforms))}, not for {platform}. "
            "Use it on one of those machines."
        )
    jars = read_lock().extras[name]
    mine = tuple(jar for jar in jars if jar.classifier in ("", platform))
    return JarSet(name, platform, "", mine)


def _platforms(name: str) -> set[str]:
    """Those that an extra has natives for; none when it is the same everywhere."""
    return {jar.classifier for jar in read_lock().extras[name]} - {""}


def needed(imported: Iterable[str]) -> list[str]:
    """The extras that have what a program imports, as full names of classes or packages."""
    found = {
        extra
        for name in imported
        for package, extra in _PACKAGES.items()
        if f"{name}.".startswith(f"{package}.")
    }
    return sorted(found & read_lock().extras.keys())


def named(simple_name: str) -> list[str]:
    """Full names of classes with a simple name, in the extras' jars that are on this machine."""
    found: set[str] = set()
    for name in set(_PACKAGES.values()) & set(names()):
        for jar in recorded(extra(name).artifacts).values():
            with ZipFile(jar) as archive:
                found.update(
                    entry.removesuffix(".class").replace("/", ".")
                    for entry in archive.namelist()
                    if entry.endswith(f"/{simple_name}.class")
                )
    return sorted(one for one in found if needed([one]))


def extra_path(name: str, *, on_progress: Progress | None = None) -> list[Path]:
    """Paths of an extra's jars, verified against the lock and fetched where missing.

    Raises:
        BackendError: jars that are damaged, or not to be had.
        ToolMissing: jars are missing, and there is nothing to fetch them with.
    """
    return backends.paths(extra(name), on_progress=on_progress)
