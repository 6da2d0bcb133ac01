"""Small model files that ask for much: memory, time, or two readings of one zip."""

import json
import struct
import zlib
from collections.abc import Mapping

from tests.modelfiles import (
    WEIGHTS,
    array,
    configuration,
    deflated,
    layer,
    mlp,
    packed_zip,
    utf,
    zipped,
)

MIB = 1 << 20
NAMES = (
    "configuration.json",
    "coefficients.bin",
    "updaterState.bin",
    "normalizer.bin",
    "noParams.marker",
    "dl4j_bridge.json",
)


def zeros(mebibytes: int) -> bytes:
    """A thousand times as many zeros, deflated: a piece of it again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packer.compress(bytes(MIB))
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * mebibytes + packer.flush()


def zip_with(whole: Mapping[str, tuple[int, int, bytes]]) -> bytes:
    """A zip of entries that claim anything: by name the checksum, the size, what is stored."""
    heads, lines = b"", b""
    for name, (crc, size, stored) in whole.items():
        shared = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc, len(stored), size, len(name), 0)
        lines += b"PK\x01\x02\x14\0" + shared + struct.pack("<3H2L", 0, 0, 0, 0, len(heads))
        lines += name.encode()
        heads += b"PK\x03\x04" + shared + name.encode() + stored
    return heads + lines + end(len(whole), len(lines), len(heads))


def end(count: int, size: int, offset: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, size, offset, 0)


def with_bomb(name: str, size: int, stored: bytes, **changed: bytes) -> bytes:
    """A model one of whose entries is the bomb."""
    whole = {key: (zlib.crc32(one), len(one), deflated(one)) for key, one in mlp(**changed).items()}
    return zip_with({**whole, name: (0, size, stored)})


def quoted_overlap(count: int, kernel: bytes, size: int) -> bytes:
    """Entries that share one kernel: each quotes the headers behind its own as plain data.

    Source: David Fifield, "A better zip bomb", WOOT 2019.
    """
    names = [*NAMES, *(str(i) for i in range(len(NAMES), count))]
    quotes: list[tuple[bytes, int]] = []  # header, bytes that are plain from it on
    tail, held = kernel, size
    for name in reversed(names):
        head = b"PK\x03\x04" + struct.pack(
            "<5H3L2H", 20, 0, 8, 0, 33, 0, len(tail), held, len(name), 0
        )
        head += name.encode()
        quotes.insert(0, (head, held))
        block = b"\0" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF)
        tail, held = block + head + tail, held + len(head)
    body = tail[5:]
    lines, at = b"", 0
    for name, (head, held) in zip(names, quotes, strict=True):
        stored = len(body) - at - len(head)
        shared = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, 0, stored, held, len(name), 0)
        lines += b"PK\x01\x02\x14\0" + shared + struct.pack("<3H2L", 0, 0, 0, 0, at)
        lines += name.encode()
        at += len(head) + 5
    return body + lines + end(count, len(lines), len(body))


def many(count: int) -> bytes:
    """So many entries; from 65,536 on their number stands in a ZIP64 record."""
    shared = struct.pack("<5H3L2H", 20, 0, 0, 0, 33, 0, 0, 0, 5, 0)
    heads = b"".join(b"PK\x03\x04" + shared + b"%05x" % i for i in range(count))
    lines = b"".join(
        b"PK\x01\x02\x14\0" + shared + struct.pack("<3H2L", 0, 0, 0, 0, 35 * i) + b"%05x" % i
        for i in range(count)
    )
    if count < 1 << 16:
        return heads + lines + end(count, len(lines), len(heads))
    wide = struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(lines), len(heads))
    place = struct.pack("<LQL", 0, len(heads) + len(lines), 1)
    whole = heads + lines + b"PK\x06\x06" + wide + b"PK\x06\x07" + place
    return whole + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def wide_configuration(text: str) -> bytes:
    """A perceptron's configuration with a field of so much text."""
    return b'{"a": ' + text.encode() + b"}"


def bombs() -> dict[str, tuple[bytes, str]]:
    """By name: the file, words of the refusal."""
    gigabytes = zeros(1000)
    giant = json.dumps(configuration(layer("DenseLayer", 2**20, 240))).encode()
    most = 2**31 - 1
    return {
        "1 MB that holds 10 GB, headers quoted": (
            quoted_overlap(10, gigabytes, 1000 * MIB),
            "entries overlap or have gaps",
        ),
        "1 MB that holds 1 GB of configuration": (
            with_bomb(NAMES[0], 1000 * MIB, gigabytes),
            "'configuration.json' says it holds 1,048,576,000 bytes",
        ),
        "1 MB that holds 1 GB of parameters": (
            with_bomb(NAMES[1], 1000 * MIB, gigabytes, configuration=giant),
            "'coefficients.bin' would grow from",
        ),
        "1 MB that holds 1 GB of state": (
            with_bomb(NAMES[2], 1000 * MIB, gigabytes),
            "should hold 46 numbers",
        ),
        "1 MB that holds 1 GB of normalizer": (
            with_bomb(NAMES[3], 1000 * MIB, gigabytes),
            "'normalizer.bin' says it holds",
        ),
        "a forged size of 2 GiB": (with_bomb(NAMES[2], most, b"\3\0"), "should hold 46 numbers"),
        "a forged stored size": (forged_stored(), "overlap or have gaps"),
        "65,535 entries": (many(65_535), "it holds 65,535 entries"),
        "65,536 entries": (many(65_536), "it holds 65,535 entries"),
        "an array of 2^31 values": (
            zipped(mlp(coefficients=array(WEIGHTS, length=1 << 31))),
            "2,147,483,648 values",
        ),
        "an array of 2^40 values": (
            zipped(mlp(updater=array(WEIGHTS, length=1 << 40))),
            "1,099,511,627,776 values",
        ),
        "a name twice": (
            packed_zip(mlp(), {}, b"").replace(b"updaterState.bin", b"coefficients.bin"),
            "'coefficients.bin' twice",
        ),
        "2,000,000 numbers in the configuration": (
            zipped(mlp(configuration=wide_configuration(f"[{'9,' * 2_000_000}9]"))),
            "2,000,000 values",
        ),
        "lists within lists": (
            zipped(mlp(configuration=wide_configuration("[" * 29_000))),
            "nested too deeply",
        ),
        "a normalizer of many": (
            zipped({**mlp(), NAMES[3]: utf("NORMALIZER") + struct.pack(">i", 1) + b"\xff\xff"}),
            "ends",
        ),
    }


def forged_stored() -> bytes:
    """The first entry claims all that follows it, the directory too."""
    whole = bytearray(packed_zip(mlp(), {}, b""))
    at = whole.index(b"PK\x01\x02")
    for place in (18, at + 20):
        struct.pack_into("<L", whole, place, len(whole))
    return bytes(whole)
