"""What other sites, and those who mean ill, may try at the demo's server."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.demos import Demo, started

from .test_demo import JSON, ONE, ask, read

REBINDING = [
    "127.0.0.1.nip.io:{port}",
    "localhost.evil.example:{port}",
    "evil.example@127.0.0.1:{port}",
    "127.0.0.1:{port}.evil.example",
    "127.0.0.1:{port} evil.example",
    "127.0.0.1:{port},evil.example",
    "0.0.0.0:{port}",
    "127.0.0.2:{port}",
    "2130706433:{port}",
    "[::1]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "localhost.:{port}",
    "127.0.0.1:0{port}",
    "127.0.0.1:{other}",
    "x" * 60_000,
]
PATHS = [
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e%252fetc%252fpasswd",
    "/..%c0%af..%c0%afetc/passwd",
    "/..\\..\\etc\\passwd",
    "/..%5c..%5cetc%5cpasswd",
    "/page.css/../server.py",
    "/page.css%00.html",
    "/./page.css",
    "/;/page.css",
    "file:///etc/passwd",
    "/%ff%fe",
    "/" + "a" * 60_000,
]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with started() as running:
        yield running


@pytest.fixture(autouse=True)
def still_there(demo: Demo) -> Iterator[None]:
    """After each attempt the server reads as before."""
    yield
    assert read(demo, ONE).fields["best"] == 1


def raw(demo: Demo, content: bytes, seconds: float = 10) -> bytes:
    """What the server answers to these bytes, to the end of the connection."""
    with socket.create_connection(("127.0.0.1", demo.port), timeout=seconds) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(content)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(1 << 16):
                answer += piece
        return answer


def status(answer: bytes) -> int:
    return int(answer.split()[1]) if answer else 0


@pytest.mark.fault(34)
def test_names_that_lead_here_but_are_not_its_own(demo: Demo, record_property) -> None:
    body = json.dumps({"strokes": ONE}).encode()
    for host in REBINDING:
        name = host.format(port=demo.port, other=demo.port ^ 1)
        assert ask(demo, "GET", "/", Host=name).status == 403, host
        origin = f"http://{name}"[:60_000]
        assert ask(demo, "POST", "/read", body, **JSON, Origin=origin).status == 403, host
    record_property("figure", f"{2 * len(REBINDING)} forged hosts and origins refused")


@pytest.mark.fault(34)
def test_two_hosts_are_one_too_many(demo: Demo) -> None:
    hosts = [f"Host: 127.0.0.1:{demo.port}", "Host: evil.example"]
    for two in (hosts, hosts[::-1]):
        answer = raw(demo, "\r\n".join(["GET / HTTP/1.1", *two, "", ""]).encode())
        assert status(answer) == 400
        assert b"There are 2 Host headers." in answer


@pytest.mark.fault(34)
def test_a_form_of_another_site(demo: Demo) -> None:
    """What a page may send without asking first: three types of content, no header of its own."""
    body = json.dumps({"strokes": ONE}).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert ask(demo, "POST", "/read", body, Content_Type=kind).status == 415
    asked = ask(demo, "OPTIONS", "/read", Origin="https://evil.example")
    assert asked.status == 403
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]


@pytest.mark.fault(34)
def test_no_way_outward(demo: Demo, record_property) -> None:
    for path in PATHS:
        reply = ask(demo, "GET", path)
        assert reply.status == 404, path
        assert b"root:" not in reply.content
    record_property("figure", f"{len(PATHS)} paths outward refused")


@pytest.mark.fault(34)
def test_headers_on_every_answer(demo: Demo) -> None:
    """Refusals too, so that no answer is framed, sniffed or kept."""
    for method, path in (("GET", "/"), ("GET", "/about"), ("GET", "/none"), ("PUT", "/read")):
        headers = ask(demo, method, path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Python" not in headers["Server"]


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(10_000)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * 1_000_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"POST /read HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000000\r\n"
         b"Content-Type: application/json\r\n\r\n", 413),
        (b"POST /read HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n"
         b"Content-Type: application/json\r\n\r\nffffffff\r\n", 411),
        (b"POST /read HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n"
         b"Content-Type: application/json\r\n\r\n[1,2]x", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET\r\n\r\n", 400),
    ],
    ids=["headers", "header", "line", "body", "chunks", "lengths", "tls", "version", "half"],
)  # fmt: skip
def test_too_much_or_none_of_http(demo: Demo, head: bytes, expected: int) -> None:
    begin = time.monotonic()
    answer = raw(demo, head.replace(b"{host}", f"127.0.0.1:{demo.port}".encode()))
    # A server that closes on a caller who still sends may cut its own answer short.
    assert status(answer) in (expected, 0), answer[:200]
    assert b"<" not in answer
    assert time.monotonic() - begin < 8


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    "body",
    [
        b'{"strokes":' * 40_000,
        b'{"strokes": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"strokes": [[[1e999, -1e999]]]}',
        b'{"strokes": [[[Infinity, NaN]]]}',
        b'{"strokes": [[[true, null]]]}',
        b'{"strokes": [[[0, 0, 0]]]}',
        b'{"strokes": {"length": 9}}',
        b'{"strokes": "' + b"x" * 500_000 + b'"}',
        b'{"strokes": [' + b"[[0,0]]," * 60_000 + b"[[0,0]]]}",
    ],
    ids=["deep", "nested", "huge", "nan", "types", "space", "object", "long", "many"],
)
def test_json_that_means_ill(demo: Demo, body: bytes) -> None:
    begin = time.monotonic()
    reply = ask(demo, "POST", "/read", body, **JSON)
    assert reply.status == 400
    assert len(reply.content) < 2000
    assert time.monotonic() - begin < 5


@pytest.mark.fault(34)
def test_fifty_connections_that_dawdle_keep_nobody_waiting(demo: Demo, record_property) -> None:
    """Half a head, half a body, nothing at all: left open while another asks."""
    host = f"Host: 127.0.0.1:{demo.port}\r\n".encode()
    halves = [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\n" + host,
        b"POST /read HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\n"
        b"Content-Length: 100\r\n\r\n{",
    ]
    with contextlib.ExitStack() as slow:
        for number in range(50):
            connection = socket.create_connection(("127.0.0.1", demo.port), timeout=20)
            slow.enter_context(connection).sendall(halves[number % len(halves)])
        begin = time.monotonic()
        assert read(demo, ONE).fields["best"] == 1
        waited = time.monotonic() - begin
        assert waited < 5
    record_property("figure", f"answers beside 50 open connections in {waited:.1f} s")


@pytest.mark.fault(34)
def test_fifty_at_once(demo: Demo) -> None:
    def work(_: int) -> int:
        return int(read(demo, ONE).fields["best"])

    with ThreadPoolExecutor(50) as callers:
        assert list(callers.map(work, range(50))) == [1] * 50


@pytest.mark.fault(34)
def test_a_caller_that_leaves_before_the_answer(demo: Demo) -> None:
    body = json.dumps({"strokes": ONE}).encode()
    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
        connection.request("POST", "/read", body, JSON)
        connection.close()
