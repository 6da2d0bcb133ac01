"""The zip around a model, read so strictly that Java cannot see other entries than Python.

Python's reader trusts the directory at the end of a zip, `java.util.zip.ZipInputStream` trusts
the header before each entry. Here both must agree: entries lie one behind the other from the
first byte to the directory, with nothing between them.

Source: PKWARE APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.9 (descriptor), 4.3.12, 4.3.16.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from .refusal import damaged, quoted, refused

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = struct.Struct("<4s3L")
_EXTRA = struct.Struct("<2H")
_WIDE = struct.Struct("<2Q")

_STORED, _DEFLATED = 0, 8
_DESCRIPTOR_FLAG = 0x0008
_UTF8_FLAG = 0x0800
# Besides these two: the compression level. No encryption, no patches.
_FLAGS = 0x0006 | _DESCRIPTOR_FLAG | _UTF8_FLAG
_NEWEST_VERSION = 63  # 6.3
_ZIP64 = 0xFFFFFFFF
_ZIP64_FIELD = 0x0001
_MOST_ENTRIES = 16
_LONGEST_LINE = 4096  # of the directory, on average; a model's has about 70 bytes
_LINK = 0o120000
_KIND = 0o170000


@dataclass(frozen=True)
class Entry:
    """One entry of the zip.

    Attributes:
        name: its name.
        size: bytes it holds.
        stored: bytes it takes in the file.
        crc: CRC-32 of what it holds.
        deflated: compressed, else as it is.
        start: offset of its first stored byte in the file.
    """

    name: str
    size: int
    stored: int
    crc: int
    deflated: bool
    start: int


@dataclass(frozen=True)
class _Listed:
    """One line of the directory."""

    name: bytes
    flags: int
    method: int
    sizes: tuple[int, int, int]  # CRC-32, bytes stored, bytes held
    offset: int


def is_zip(file: BinaryIO) -> bool:
    """Whether the file begins as a zip does."""
    file.seek(0)
    return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def read_entries(
    file: BinaryIO, where: str, *, most: int = _MOST_ENTRIES, zip64: bool = False
) -> tuple[Entry, ...]:
    """List the entries of a zip, after checking that every byte belongs to exactly one of them.

    Args:
        file: the open file.
        where: its name, for messages.
        most: number of entries it may have.
        zip64: sizes may stand in a ZIP64 field, as numpy writes them; Java reads those, and
            sizes of 4 GiB, in its own way.

    Returns:
        The entries, in the order in which they lie in the file.

    Raises:
        ModelFileError: the zip is damaged, cut short, or two readers could read it differently.
    """
    listed, directory = _read_directory(file, where, most)
    names = set()
    for line in listed:
        if line.name in names:
            raise damaged(where, f"it holds {_shown(line.name)} twice")
        names.add(line.name)
    entries = []
    end = 0
    for line in listed:
        entry, end = _read_local(file, line, end, where, zip64)
        entries.append(entry)
    if end != directory:
        raise damaged(where, f"{directory - end:,} bytes at offset {end:,} belong to no entry")
    return tuple(entries)


def _read_directory(file: BinaryIO, where: str, most: int) -> tuple[list[_Listed], int]:
    """The lines of the directory, and its offset."""
    length = file.seek(0, 2)
    file.seek(max(0, length - _END.size))
    tail = file.read(_END.size)
    if len(tail) < _END.size or not tail.startswith(b"PK\x05\x06"):
        raise damaged(where, "the directory at its end is missing, so it was cut short")
    _, disk, first_disk, here, count, size, offset, comment = _END.unpack(tail)
    if disk or first_disk or here != count or comment:
        raise damaged(where, "the end of its directory makes no sense")
    if count > most or size > most * _LONGEST_LINE:
        raise refused(
            where,
            f"it holds {count:,} entries in a directory of {size:,} bytes",
            f"More than {most:,} are not read.",
        )
    if offset + size + _END.size != length:
        raise damaged(where, f"its directory does not lie at offset {offset:,} where it should")
    file.seek(offset)
    directory = file.read(size)
    listed = []
    at = 0
    for _ in range(count):
        line, at = _parse_listed(directory, at, where)
        listed.append(line)
    if at != size:
        raise damaged(where, f"its directory holds more than its {count} entries")
    return listed, offset


def _parse_listed(directory: bytes, at: int, where: str) -> tuple[_Listed, int]:
    if at + _CENTRAL.size > len(directory) or directory[at : at + 4] != b"PK\x01\x02":
        raise damaged(where, "its directory is broken")
    fields = _CENTRAL.unpack_from(directory, at)
    flags, method = fields[3], fields[4]
    crc, stored, size, name_length, extra_length, comment_length = fields[7:13]
    rights, offset = fields[15] >> 16, fields[16]
    if fields[2] & 0xFF > _NEWEST_VERSION:
        raise damaged(where, "its directory asks for a version of zip that does not exist")
    name_at = at + _CENTRAL.size
    end = name_at + name_length + extra_length + comment_length
    if end > len(directory):
        raise damaged(where, "its directory is broken")
    name = directory[name_at : name_at + name_length]
    if _ZIP64 in (stored, size, offset):
        raise refused(where, f"{_shown(name)} is 4 GiB or more", "DL4J reads no entry above 2 GiB.")
    if rights & _KIND == _LINK:
        raise refused(where, f"{_shown(name)} is a symbolic link", "Save the file itself.")
    return _Listed(name, flags, method, (crc, stored, size), offset), end


def _read_local(
    file: BinaryIO, line: _Listed, expected: int, where: str, zip64: bool
) -> tuple[Entry, int]:
    """The entry behind a line of the directory, and the offset at which it ends."""
    name = _shown(line.name)
    if line.offset != expected:
        raise damaged(
            where,
            f"{name} begins at offset {line.offset:,}, not {expected:,}: entries overlap"
            " or have gaps between them",
        )
    if line.flags & ~_FLAGS or line.method not in (_STORED, _DEFLATED):
        raise refused(
            where,
            f"{name} is encrypted or compressed in a way DL4J does not know",
            "Save the model again with DL4J.",
        )
    file.seek(line.offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise damaged(where, f"the header of {name} is missing")
    _, _, flags, method, _, _, *sizes, name_length, extra_length = _LOCAL.unpack(header)
    variable = file.read(name_length + extra_length)
    has_descriptor = bool(flags & _DESCRIPTOR_FLAG)
    fields = _extra_fields(variable[name_length:], extra_length, where, name)
    if zip64 and sizes[1:] == [_ZIP64, _ZIP64]:
        size, stored = _wide_sizes(fields, where, name)
        sizes = [sizes[0], stored, size]
    elif _ZIP64_FIELD in fields:
        # Java would take the sizes from it, others would not.
        raise damaged(where, f"{name} gives its size twice")
    # What Python 3.14 adds to takes UTF-8's flag from the directory, where a name is ASCII anyway.
    encoding = _UTF8_FLAG if line.name.isascii() else 0
    same = (flags | encoding, method, variable[:name_length]) == (
        line.flags | encoding, line.method, line.name,
    )  # fmt: skip
    sizes_fit = tuple(sizes) == line.sizes or (has_descriptor and not any(sizes))
    if not same or not sizes_fit or (has_descriptor and method == _STORED):
        raise damaged(where, f"the header of {name} and the directory contradict each other")
    crc, stored, size = line.sizes
    start = line.offset + _LOCAL.size + name_length + extra_length
    end = start + stored
    if has_descriptor:
        file.seek(end)
        if file.read(_DESCRIPTOR.size) != _DESCRIPTOR.pack(b"PK\x07\x08", crc, stored, size):
            raise damaged(where, f"{name} does not end where the directory says")
        end += _DESCRIPTOR.size
    entry = Entry(
        line.name.decode("utf-8", "replace"), size, stored, crc, method == _DEFLATED, start
    )
    return entry, end


def _extra_fields(extra: bytes, length: int, where: str, name: str) -> dict[int, bytes]:
    """The fields behind a name, by their numbers."""
    fields = {}
    at = 0
    while at + _EXTRA.size <= len(extra):
        number, size = _EXTRA.unpack_from(extra, at)
        fields[number] = extra[at + _EXTRA.size : at + _EXTRA.size + size]
        at += _EXTRA.size + size
    if at != length:
        raise damaged(where, f"the header of {name} is broken")
    return fields


def _wide_sizes(fields: dict[int, bytes], where: str, name: str) -> tuple[int, int]:
    """Bytes held and bytes stored, from the ZIP64 field."""
    field = fields.get(_ZIP64_FIELD, b"")
    if len(field) != _WIDE.size:
        raise damaged(where, f"the header of {name} is broken")
    size, stored = _WIDE.unpack(field)
    return size, stored


def _shown(name: bytes) -> str:
    return quoted(name.decode("utf-8", "replace"))
