"""A download of a published data set: resumed, from the next server if one fails, verified."""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, build_opener, getproxies, proxy_bypass

from filelock import FileLock, Timeout

from .. import __version__
from ..downloads import Progress, Status, megabytes
from ..errors import ResourceExhausted, SetupError
from ..paths import cache_dir
from .archives import unpack_zip
from .published import Published, Remote
from .storing import writing
from .verifying import digest, verify

__all__ = ["fetch"]

_CHUNK = 1 << 18
_SECONDS = 30  # without a byte, or slower than that, before a server is given up
_SLOWEST = 1000  # bytes a second
_ROUNDS = 2  # a connection that was cut is worth another try


class _Refused(Exception):
    """What a server sends cannot be the file."""


_SERVER_FAULTS = (
    _Refused,
    URLError,
    TimeoutError,
    ConnectionError,
    ssl.SSLError,
    http.client.HTTPException,
)


def fetch(published: Published, holds: Callable[[Path], bool], report: Progress) -> Path:
    """Bring a data set into the cache; of many processes one does it, the others wait.

    A file appears under its name when its SHA-256 is right. What came before a connection was cut
    stays as `NAME.part`, and the next try goes on from there.

    Returns:
        The folder that holds it.

    Raises:
        SetupError: no server has the files as they should be, or the cache cannot be written.
        ResourceExhausted: the disk is full.
    """
    folder = cache_dir() / "data" / published.name
    advice = "Set DL4J_BRIDGE_CACHE to a folder you may write to."
    with writing(folder, published.title, published.size, advice):
        lock = FileLock(folder / ".lock")
        try:
            held = lock.acquire(timeout=0)
        except Timeout:
            text = f"Waiting for another process to fetch {published.title}."
            report(Status("wait", text, 0, published.size))
            held = lock.acquire()
        with held:
            if not holds(folder):
                _bring(published, folder, report)
    return folder


def _bring(published: Published, folder: Path, report: Progress) -> None:
    missing = [file for file in published.files if not (folder / file.name).is_file()]
    _check_disk(missing, folder)
    here = published.size - sum(file.size for file in missing)
    text = f"Downloading {published.title}: {megabytes(published.size - here)} to {folder}."
    report(Status("plan", text, here, published.size))
    for file in published.files:
        target = folder / file.name
        if file in missing:
            _Download(file, target, here, published.size, report).run()
            here += file.size
        elif target.suffix == ".zip":  # somebody has put it there
            verify(published, target)
            unpack_zip(target, folder)
    text = f"{published.title} is complete, verified: {folder}"
    report(Status("done", text, published.size, published.size))


class _Download:
    """One file on its way.

    Attributes:
        file: what is wanted.
        target: its name when it is whole.
        part: its name until then.
    """

    def __init__(self, file: Remote, target: Path, here: int, total: int, report: Progress) -> None:
        self.file = file
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self._here = here
        self._total = total
        self._report = report

    def run(self) -> None:
        """Try server after server until the file is whole."""
        faults: dict[str, str] = {}
        for url in self.file.urls * _ROUNDS:
            try:
                self._receive(url)
                self._verify()
                self._keep()
                return
            except _SERVER_FAULTS as fault:
                faults[url] = _reason(fault) + _on_the_way(url)
                text = f"{url}: {faults[url]}."
                self._report(Status("retry", text, self._here + self._size(), self._total))
        told = "\n".join(f"  {url}: {fault}" for url, fault in faults.items())
        raise SetupError(
            f"{self.file.name} could not be downloaded:\n{told}\nCheck the network and a proxy in "
            f"between, and try again: what has arrived is kept. Or put the file into "
            f"{self.target.parent} yourself."
        )

    def _receive(self, url: str) -> None:
        """Append what is still missing, or begin anew where the server knows no ranges."""
        start = self._size()
        if start >= self.file.size:
            return
        headers = {"User-Agent": f"dl4j-bridge/{__version__}"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with build_opener().open(Request(url, headers=headers), timeout=_SECONDS) as answer:
            resumed = answer.status == http.client.PARTIAL_CONTENT
            part = answer.headers.get("Content-Range", "")
            if resumed and not part.startswith(f"bytes {start}-"):
                raise _Refused("the server sent another part of the file than was asked for")
            self._check_length(answer.headers.get("Content-Length"), start if resumed else 0)
            with self.part.open("ab" if resumed else "wb") as sink:
                for chunk in _chunks(answer):
                    sink.write(chunk[: self.file.size + 1 - sink.tell()])
                    self._report(Status("download", "", self._here + sink.tell(), self._total))
                    if sink.tell() > self.file.size:
                        break

    def _check_length(self, told: str | None, start: int) -> None:
        """Refuse an error page, or a file that is another one, before anything is overwritten."""
        if told is not None and told.isdecimal() and start + int(told) != self.file.size:
            raise _Refused(f"the file there has {start + int(told)} bytes, not {self.file.size}")

    def _verify(self) -> None:
        if self._size() < self.file.size:
            raise _Refused(f"cut off after {self._size()} of {self.file.size} bytes")
        with self.part.open("rb") as file:
            found = digest(file)
        if found != self.file.sha256:
            self.part.unlink()
            raise _Refused(f"not the file published (SHA-256 {found}), thrown away")

    def _keep(self) -> None:
        """Give the file its name; of a `.zip` only what is in it stays."""
        if self.target.suffix == ".zip":
            unpack_zip(self.part, self.target.parent)
            self.part.unlink()
        else:
            os.replace(self.part, self.target)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0


def _chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """What a server sends, as long as it is not too slow."""
    since, received = time.monotonic(), 0
    while chunk := answer.read1(_CHUNK):
        yield chunk
        received += len(chunk)
        if (now := time.monotonic()) - since > _SECONDS:
            if received < _SECONDS * _SLOWEST:
                raise _Refused(f"only {received} bytes came in {_SECONDS} seconds")
            since, received = now, 0


def _reason(fault: Exception) -> str:
    """Why a server failed, in few words."""
    if isinstance(fault, HTTPError):
        fault.close()
        return str(fault)
    reason = getattr(fault, "reason", fault)  # what urllib has wrapped
    return getattr(reason, "strerror", None) or str(reason) or repr(fault)


def _on_the_way(url: str) -> str:
    """Which proxy was asked, if one was; without the password that may be in its address."""
    place = urlsplit(url)
    proxy = getproxies().get(place.scheme)
    if not proxy or proxy_bypass(place.netloc):
        return ""
    return f" (asked through the proxy {urlsplit(proxy).netloc.rpartition('@')[2] or proxy})"


def _check_disk(missing: list[Remote], folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    # A .zip lies beside what is unpacked from it for a while.
    needed = sum(file.size * (1 + file.name.endswith(".zip")) for file in missing)
    if free < needed:
        raise ResourceExhausted(
            f"The data need {megabytes(needed)}, but {folder} has only {megabytes(free)} free. "
            "Make room there, or set DL4J_BRIDGE_CACHE to another folder."
        )
