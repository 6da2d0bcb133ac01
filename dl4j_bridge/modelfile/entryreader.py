"""One entry of a model's zip, inflated piece by piece as it is asked for."""

from __future__ import annotations

import hashlib
import zlib
from typing import BinaryIO

from ..errors import ModelFileError
from .archive import Entry
from .refusal import damaged

_PACKED_PIECE = 64 * 1024


class EntryReader:
    """The content of an entry, front to back; never more in memory than was asked for.

    Args:
        file: the open zip.
        entry: the entry in it.
        where: the file's name, for messages.
    """

    def __init__(self, file: BinaryIO, entry: Entry, where: str) -> None:
        self.entry = entry
        self.left = entry.size
        """Bytes not yet taken."""
        self._file = file
        self._where = where
        self._packed_at = entry.start
        self._packed_left = entry.stored
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._crc = 0
        self._hash = hashlib.sha256()

    def damaged(self, what: str) -> ModelFileError:
        """The error that says what is wrong with this entry."""
        return damaged(self._where, f"'{self.entry.name}' {what}")

    def take(self, count: int) -> bytes:
        """The next bytes, exactly `count` of them.

        Raises:
            ModelFileError: the entry has fewer, or its compressed data is broken.
        """
        if count > self.left:
            raise self.damaged(f"ends {count - self.left:,} bytes too early")
        pieces = []
        missing = count
        while missing:
            piece = self._inflated(missing) if self.entry.deflated else self._packed(missing)
            if not piece:
                raise self.damaged("holds fewer bytes than the directory says")
            pieces.append(piece)
            missing -= len(piece)
        content = b"".join(pieces)
        self.left -= count
        self._crc = zlib.crc32(content, self._crc)
        self._hash.update(content)
        return content

    def finish(self) -> str:
        """Check that the entry ends here, as it should.

        Returns:
            SHA-256 of the content, in hex.

        Raises:
            ModelFileError: bytes are left over, or the checksum is another.
        """
        if self.left:
            raise self.damaged(f"has {self.left:,} bytes too many")
        # Java goes on reading where the deflated data ends, wherever the directory says that is.
        if self.entry.deflated and (self._inflated(1) or not self._inflate.eof):
            raise self.damaged("holds more bytes than the directory says")
        if self._packed_left or self._inflate.unused_data:
            raise self.damaged("has bytes after the end of its compressed data")
        if self._crc != self.entry.crc:
            raise self.damaged("does not have its checksum (CRC-32): bytes of it were changed")
        return self._hash.hexdigest()

    def _inflated(self, limit: int) -> bytes:
        """Some of the content, at most `limit` bytes; empty at its end."""
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._packed(_PACKED_PIECE)
            try:
                piece = self._inflate.decompress(packed, limit)
            except zlib.error as error:
                raise self.damaged(f"cannot be inflated ({error})") from error
            if piece or not packed:
                return piece
        return b""

    def _packed(self, limit: int) -> bytes:
        """The next stored bytes, at most `limit`; empty when the entry has no more."""
        self._file.seek(self._packed_at)
        piece = self._file.read(min(limit, self._packed_left))
        self._packed_at += len(piece)
        self._packed_left -= len(piece)
        return piece
