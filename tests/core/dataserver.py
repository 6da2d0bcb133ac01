"""A web server on this machine that can fail in the ways servers do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class DataServer(ThreadingHTTPServer):
    """Serves `content`, by path; a path's `fault` tells how it fails.

    Faults: `gone` (404), any status by its number, `round` (leads to itself), `hangup` (no word),
    `page` (an error page with status 200), `other` (right size, wrong bytes), `cut N` (the
    connection ends after N bytes), `whole` (knows no ranges), `endless` (no length, far too much),
    `shifted` (another range than was asked for), `mute` (never answers), `slow` (a byte now and
    then).
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content: dict[str, bytes] = {}
        self.fault: dict[str, str] = {}
        self.requests: list[tuple[str, str | None]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class _Handler(BaseHTTPRequestHandler):
    server: DataServer

    def do_GET(self) -> None:
        path, asked = self.path.removeprefix("/"), self.headers.get("Range")
        self.server.requests.append((path, asked))
        content, fault = self.server.content[path], self.server.fault.get(path, "")
        if fault == "gone" or fault.isdigit():
            self.send_error(404 if fault == "gone" else int(fault))
            return
        if fault == "round":
            self.send_response(302)
            self.send_header("Location", self.path)
            self.end_headers()
            return
        if fault == "hangup":
            self.close_connection = True
            return
        if fault == "mute":
            time.sleep(3)
            return
        if fault == "page":
            content = b"<html>Moved</html>"
        if fault == "other":
            content = bytes(len(content))
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if fault == "whole":
            start, asked = 0, None
        self.send_response(206 if asked else 200)
        if fault != "endless":
            self.send_header("Content-Length", str(len(content) - start))
        if asked:
            first = start + (fault == "shifted")
            total = len(content)
            self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
        self.end_headers()
        rest = content[start:]
        if fault.startswith("cut"):
            rest = rest[: int(fault.split()[1])]
        if fault == "endless":
            rest *= 3
        with suppress(ConnectionError):
            if fault == "slow":
                for number in range(100):
                    self.wfile.write(rest[number : number + 1])
                    time.sleep(0.1)
            self.wfile.write(rest)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[DataServer]:
    with DataServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
