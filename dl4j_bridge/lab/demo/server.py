"""The demo's web server, for this machine alone."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import BridgeError, DataError, UsageError
from .reader import Reader

_LOOPBACK = "127.0.0.1"
_NAMES = (_LOOPBACK, "localhost")
_LARGEST = 512 * 1024  # bytes of a drawing; one of 20,000 points fits
_DRAINED = 8 * 1024 * 1024  # bytes that are read of what is too large, so that the answer arrives

_PAGE = Path(__file__).parent / "page"
_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/pixels.js": ("pixels.js", "text/javascript; charset=utf-8"),
    "/sheet.js": ("sheet.js", "text/javascript; charset=utf-8"),
}
_JSON = "application/json"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class DemoServer(ThreadingHTTPServer):
    """Serves the page, and what a reader says to each drawing.

    Args:
        reader: reads the drawings.
        port: 0 for any that is free.

    Raises:
        UsageError: the port cannot be had.
    """

    daemon_threads = True
    request_queue_size = 128  # a few dozen callers at once are not turned away
    block_on_close = False  # a browser keeps its connection open

    def __init__(self, reader: Reader, port: int = 0) -> None:
        try:
            super().__init__((_LOOPBACK, port), _Handler)
        except OSError as error:
            raise UsageError(
                f"Port {port} cannot be had: {error.strerror}. Leave --port out for a free one."
            ) from error
        self.reader = reader
        self.hosts = {f"{name}:{self.server_port}" for name in _NAMES}
        if self.server_port == 80:
            self.hosts.update(_NAMES)

    @property
    def address(self) -> str:
        """Of the page."""
        return f"http://{_LOOPBACK}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when the browser has gone."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Answer(NamedTuple):
    content: bytes
    kind: str = _JSON
    status: HTTPStatus = HTTPStatus.OK


class _Refused(Exception):
    """A request that gets no answer but why."""

    def __init__(self, status: HTTPStatus, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status = status
        self.headers = headers


class _Handler(BaseHTTPRequestHandler):
    server: DemoServer
    protocol_version = "HTTP/1.1"
    server_version = "dl4j-bridge"
    sys_version = ""
    timeout = 60  # seconds of silence
    disable_nagle_algorithm = True  # else the body waits for the head's receipt, 40 ms

    def do_GET(self) -> None:
        try:
            answer, headers = self._answer(), {}
        except _Refused as refusal:
            # What is left of the request is not read, so nothing can follow it.
            self.close_connection = True
            answer = _failure(refusal.status, str(refusal))
            headers = {**refusal.headers, "Connection": "close"}
        self._send(answer, headers)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_GET  # noqa: N815

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no HTTP as all else is refused."""
        self.request_version, self.close_connection = self.protocol_version, True
        words = (message or HTTPStatus(code).phrase)[:200]
        self._send(_failure(HTTPStatus(code), words), {"Connection": "close"})

    def log_message(self, format: str, *values: Any) -> None:
        """Say nothing: drawings come many times a second."""

    def _answer(self) -> _Answer:
        self._check_caller()
        path = self.path.partition("?")[0]
        if path == "/read":
            self._check_method("POST")
            return self._read(self._drawing())
        if path == "/about":
            self._check_method("GET", "HEAD")
            return _Answer(json.dumps(self.server.reader.about()).encode())
        if path in _FILES:
            self._check_method("GET", "HEAD")
            name, kind = _FILES[path]
            return _Answer((_PAGE / name).read_bytes(), kind)
        raise _Refused(HTTPStatus.NOT_FOUND, "There is no such page.")

    def _check_caller(self) -> None:
        """Refuse pages of other sites, also such whose name was made to lead to this machine."""
        host, origin = self._one("Host"), self._one("Origin") or None
        if host not in self.server.hosts:
            raise _Refused(HTTPStatus.FORBIDDEN, f"This is {self.server.address}, not that host.")
        if origin is not None and origin not in {f"http://{name}" for name in self.server.hosts}:
            raise _Refused(HTTPStatus.FORBIDDEN, "Only the demo's own page may ask.")

    def _one(self, header: str) -> str:
        """A header's value; given twice, readers could take it for different ones."""
        values = self.headers.get_all(header, [""])
        if len(values) > 1:
            raise _Refused(HTTPStatus.BAD_REQUEST, f"There are {len(values)} {header} headers.")
        return values[0]

    def _check_method(self, *allowed: str) -> None:
        if self.command not in allowed:
            words = ", ".join(allowed)
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"Use {words}.", Allow=words)

    def _drawing(self) -> bytes:
        if self.headers.get_content_type() != _JSON:
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send {_JSON}.")
        length = self._one("Content-Length")
        if "Transfer-Encoding" in self.headers or not length:
            raise _Refused(HTTPStatus.LENGTH_REQUIRED, "Say the length of the drawing.")
        if not (length.isascii() and length.isdigit()):
            raise _Refused(HTTPStatus.BAD_REQUEST, "The Content-Length is no number.")
        # A number of very many digits is not even read.
        size = int(length) if len(length) < 12 else _DRAINED + 1
        if size > _LARGEST:
            self._drain(size)
            raise _Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A drawing has up to {_LARGEST:,} bytes."
            )
        content = self.rfile.read(size)
        if len(content) < size:
            raise _Refused(HTTPStatus.BAD_REQUEST, "The drawing ends early.")
        return content

    def _drain(self, size: int) -> None:
        left = size if size <= _DRAINED else 0
        while left and (piece := self.rfile.read(min(left, 1 << 16))):
            left -= len(piece)

    def _read(self, content: bytes) -> _Answer:
        try:
            request = json.loads(content)
        except (ValueError, RecursionError) as error:
            return _failure(HTTPStatus.BAD_REQUEST, f"This is no JSON: {error}.")
        if not isinstance(request, dict) or "strokes" not in request:
            return _failure(HTTPStatus.BAD_REQUEST, 'Send {"strokes": [[[x, y], …], …]}.')
        try:
            return _Answer(json.dumps(self.server.reader.read(request["strokes"])).encode())
        except DataError as error:
            return _failure(HTTPStatus.BAD_REQUEST, str(error))
        except BridgeError as error:
            return _failure(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _send(self, answer: _Answer, headers: dict[str, str]) -> None:
        self.send_response(answer.status)
        lines = {"Content-Type": answer.kind, "Content-Length": str(len(answer.content))}
        for name, value in {**lines, **_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)


def _failure(status: HTTPStatus, words: str) -> _Answer:
    return _Answer(json.dumps({"error": words}).encode(), status=status)
