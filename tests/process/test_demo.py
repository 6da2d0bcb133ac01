"""The demo's server: who may ask what, and how it ends."""

import http.client
import json
import signal
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.brief import NOTICE
from tests.demos import Demo, started

ONE = [[[0.5, 0.1], [0.5, 0.9]]]
JSON = {"Content-Type": "application/json"}


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def fields(self) -> Any:
        return json.loads(self.content)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with started() as running:
        yield running


def ask(
    demo: Demo, method: str, path: str, body: bytes | None = None, **headers: str | None
) -> Reply:
    """Send exactly these headers; `None` leaves out one that would be sent else."""
    given = {
        "Host": f"127.0.0.1:{demo.port}",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    if body is not None:
        given.setdefault("Content-Length", str(len(body)))
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in given.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body)
    response = connection.getresponse()
    reply = Reply(response.status, response.headers, response.read())
    connection.close()
    return reply


def read(demo: Demo, strokes: Any) -> Reply:
    return ask(demo, "POST", "/read", json.dumps({"strokes": strokes}).encode(), **JSON)


def test_a_drawing_is_read(demo: Demo) -> None:
    reply = read(demo, ONE)
    assert reply.status == 200
    found = reply.fields
    assert found["best"] == 1
    assert sum(found["outputs"]) == pytest.approx(1, abs=1e-5)
    pixels = np.frombuffer(b64decode(found["picture"]["pixels"]), np.uint8)
    assert (pixels.size, pixels.max()) == (784, 255)
    assert [layer["shape"] for layer in found["layers"]] == [[1000], [10]]
    last = np.frombuffer(b64decode(found["layers"][1]["pixels"]), np.int8)
    assert last.argmax() == 1
    assert found["layers"][1]["peak"] == pytest.approx(max(found["outputs"]))


@pytest.mark.fault(34)
def test_it_is_bound_to_loopback(demo: Demo) -> None:
    assert demo.address == f"http://127.0.0.1:{demo.port}/"
    # Every address of 127/8 would answer if it were bound to all.
    with pytest.raises(OSError, match=r"refused|timed out|assign"):
        socket.create_connection(("127.0.0.2", demo.port), timeout=5)


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    "path", ["/", "/page.css", "/page.js", "/pixels.js", "/sheet.js", "/about"]
)
def test_the_page_asks_nobody_else(demo: Demo, path: str) -> None:
    reply = ask(demo, "GET", path)
    assert reply.status == 200
    assert b"//" not in reply.content.replace(b"// ", b"")  # no address of any server
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(demo, "HEAD", path).content == b""


@pytest.mark.fault(34)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "", None])
@pytest.mark.parametrize("path", ["/", "/read"])
def test_another_host_is_refused(demo: Demo, host: str | None, path: str) -> None:
    host = host and host.format(port=demo.port)
    reply = ask(demo, "GET" if path == "/" else "POST", path, None, Host=host)
    assert reply.status == 403
    assert str(demo.port) in reply.fields["error"]


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_another_origin_is_refused(demo: Demo, origin: str) -> None:
    body = json.dumps({"strokes": ONE}).encode()
    origin = origin.format(port=demo.port)
    assert ask(demo, "POST", "/read", body, **JSON, Origin=origin).status == 403


@pytest.mark.fault(34)
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_names_are_taken(demo: Demo, name: str) -> None:
    host = f"{name}:{demo.port}"
    body = json.dumps({"strokes": ONE}).encode()
    assert (
        ask(demo, "POST", "/read", body, **JSON, Host=host, Origin=f"http://{host}").status == 200
    )


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/page/../../server.py",
        "//etc/passwd",
        "/reader.py",
        "/index.html",
        "http://127.0.0.1/",
    ],
)
def test_there_is_no_way_to_other_files(demo: Demo, path: str) -> None:
    reply = ask(demo, "GET", path)
    assert reply.status == 404
    assert reply.fields == {"error": "There is no such page."}


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/read", "POST"),
        ("PUT", "/read", "POST"),
        ("OPTIONS", "/read", "POST"),
        ("POST", "/", "GET, HEAD"),
        ("DELETE", "/about", "GET, HEAD"),
        ("TRACE", "/page.js", "GET, HEAD"),
    ],
)
def test_wrong_methods(demo: Demo, method: str, path: str, allowed: str) -> None:
    reply = ask(demo, method, path)
    assert reply.status == 405
    assert reply.headers["Allow"] == allowed


def test_an_unknown_method(demo: Demo) -> None:
    assert ask(demo, "BREW", "/").status == 501


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "strokes"),
        (b'{"strokes": 7}', "no list of strokes"),
        (b'{"strokes": []}', "0 points"),
        (b'{"strokes": [[[NaN, 0]]]}', "not two numbers"),
        (b'{"strokes": [[[1' + b"0" * 5000 + b", 0]]]}", "no JSON"),
    ],
)
def test_what_is_no_drawing_is_refused_in_words(demo: Demo, body: bytes, words: str) -> None:
    reply = ask(demo, "POST", "/read", body, **JSON)
    assert reply.status == 400
    assert words in reply.fields["error"]


@pytest.mark.fault(34)
@pytest.mark.parametrize("size", [512 * 1024 + 1, 3_000_000])
def test_too_large_a_body(demo: Demo, size: int) -> None:
    reply = ask(demo, "POST", "/read", b" " * size, **JSON)
    assert reply.status == 413
    assert "524,288 bytes" in reply.fields["error"]


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Length": "9" * 400}, 413),
        ({"Content_Length": "-1"}, 400),
        ({"Content_Length": "1e3"}, 400),
        ({"Content_Length": "²"}, 400),
        ({}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
        ({"Content_Type": "text/plain", "Content_Length": "0"}, 415),
    ],
)
def test_headers_that_make_no_sense(demo: Demo, headers: dict[str, str], status: int) -> None:
    assert ask(demo, "POST", "/read", None, **{**JSON, **headers}).status == status


def test_many_ask_at_once_and_each_gets_its_own_answer(demo: Demo) -> None:
    seven = [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]
    found: list[tuple[int, int]] = []

    def work(digit: int, strokes: Any) -> None:
        for _ in range(5):
            found.append((digit, read(demo, strokes).fields["best"]))

    threads = [threading.Thread(target=work, args=pair) for pair in ((1, ONE), (7, seven)) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    assert all(digit == best for digit, best in found)


def test_ctrl_c_ends_it_at_once_though_a_browser_is_connected() -> None:
    with started() as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/about")
        connection.getresponse().read()
        begin = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        _, words = running.process.communicate(timeout=20)
        assert time.monotonic() - begin < 8  # a thread that waits for the browser takes 20
        connection.close()
    assert running.process.returncode == 0
    assert words == f"{NOTICE}Draw at {running.address} (Ctrl-C ends it)\n"


def test_it_opens_the_page(tmp_path: Path) -> None:
    program, opened = tmp_path / "browser", tmp_path / "opened"
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    program.chmod(0o755)
    with started(browser=program) as running:
        deadline = time.monotonic() + 20
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert opened.read_text().strip() == running.address


def test_an_answer_does_not_wait_for_a_receipt(demo: Demo) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    body, times = json.dumps({"strokes": ONE}).encode(), []
    for _ in range(20):
        begin = time.monotonic()
        connection.request("POST", "/read", body, JSON)
        assert connection.getresponse().read()
        times.append(time.monotonic() - begin)
    connection.close()
    assert min(times[5:]) < 0.035  # where TCP waits, none is below 0.04
