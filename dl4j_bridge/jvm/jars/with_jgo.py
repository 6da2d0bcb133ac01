"""Missing jars brought by jgo, which needs no Maven."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from ...downloads import Progress, Status
from ...paths import cache_dir
from . import maven_settings
from .lock import Artifact, JarSet
from .places import own_repository
from .way import NotBrought, ToolUnusable

if TYPE_CHECKING:
    from jgo.maven import MavenContext

_AT_ONCE = 4
_TRIES = 2
_TIMEOUT = 30  # seconds without a byte

name = "jgo"


def check() -> None:
    """See whether jgo is there.

    Raises:
        ToolUnusable: it is not installed.
    """
    if not (find_spec("jgo") and find_spec("truststore")):
        raise ToolUnusable("jgo, which works without Maven, is not installed.")


def repository() -> Path:
    """Where the jars will lie."""
    return own_repository()


def download(
    jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    """Bring what is missing; not verified, since what Maven brings is not either.

    Returns:
        Where the missing jars are.

    Raises:
        NotBrought: a jar is nowhere to be had; what has arrived stays.
        OSError: the disk is full, or cannot be written.
    """
    counter = _Counter(jar_set, missing, report)
    cache_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="jars-", dir=cache_dir()) as folder, _connecting():
        context = _context(Path(folder), counter)
        pool = ThreadPoolExecutor(_AT_ONCE)
        try:
            places = pool.map(lambda jar: _brought(context, jar), missing)
            return dict(zip(missing, places, strict=True))
        except BaseException:
            counter.stop.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _context(folder: Path, counter: _Counter) -> MavenContext:
    from jgo.constants import MAVEN_CENTRAL_URL
    from jgo.maven import MavenContext, PythonResolver

    return MavenContext(
        repo_cache=folder,
        remote_repos=maven_settings.repositories(MAVEN_CENTRAL_URL),
        resolver=PythonResolver(progress_callback=counter),
        timeout=_TIMEOUT,
    )


def _brought(context: MavenContext, jar: Artifact) -> Path:
    """Download a jar; jgo writes under the final name, so that happens in another folder."""
    group, project, version = jar.coordinate.split(":")[:3]
    artifact = context.project(group, project).at_version(version).artifact(jar.classifier)
    reason = ""
    for _ in range(_TRIES):
        try:
            path = artifact.resolve()
        # What `requests` raises is an OSError without a number; jgo has nothing but RuntimeError.
        except (OSError, RuntimeError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            reason = _reason(error)
            (context.repo_cache / jar.layout).unlink(missing_ok=True)
            continue
        target = own_repository() / jar.layout
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
        return target
    asked = ", ".join(map(maven_settings.without_password, context.remote_repos.values()))
    raise NotBrought(f"  {jar.coordinate} from {asked}: {reason}")


def _reason(error: Exception) -> str:
    """The innermost reason in few words, such as `Connection refused`."""
    if isinstance(error, RuntimeError):
        return "it is not there"
    text = str(error)
    return text.rpartition("] ")[2].strip("'\")(") if "] " in text else text[:200]


class _Counter:
    """Adds up what all downloads have brought; what jgo calls `progress_callback`."""

    def __init__(self, jar_set: JarSet, missing: Collection[Artifact], report: Progress) -> None:
        self.stop = Event()
        self._lock = Lock()
        self._report = report
        self._total = jar_set.size
        self._done = jar_set.size - sum(jar.size for jar in missing)

    def __call__(self, file: str, size: int) -> AbstractContextManager[Any]:
        return nullcontext(self._add)

    def _add(self, count: int) -> None:
        if self.stop.is_set():
            raise NotBrought("  stopped")
        with self._lock:
            self._done = min(self._done + count, self._total)
            self._report(Status("download", "", self._done, self._total))


@contextmanager
def _connecting() -> Iterator[None]:
    """The proxies of Maven's settings, where the environment names none; the system's CAs."""
    import truststore

    wanted = maven_settings.proxies()
    if any(os.environ.get(key) or os.environ.get(key.upper()) for key in wanted):
        wanted = {}
    os.environ.update(wanted)
    # Where a network opens TLS, its own CA is known to the system, not to `requests`.
    truststore.inject_into_ssl()
    try:
        yield
    finally:
        truststore.extract_from_ssl()
        for key in wanted:
            os.environ.pop(key, None)
