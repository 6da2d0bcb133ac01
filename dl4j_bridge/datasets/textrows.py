"""Rows of cells from delimited text, with the line each came from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import DataError
from .rawfile import open_file

__all__ = ["find_delimiter", "read_rows"]

Row = tuple[int, list[str]]


def find_delimiter(path: Path) -> str:
    """Tab, semicolon or comma: the first of them that parts the first line outside quotes.

    In this order, because a comma beside tabs or semicolons is a decimal point.
    """
    with open_file(path) as file:
        line = next((line for line in file if line.strip()), b"")
    bare = re.sub(rb'"[^"]*"', b"", line)
    return next((mark for mark in "\t;" if mark.encode() in bare), ",")


def read_rows(path: Path, delimiter: str) -> Iterator[Row]:
    """Line number (the first is 1) with the cells of each row that is not blank.

    Raises:
        DataError: the text is not UTF-8, a quote is wrong or a row is not as wide as the first.
    """
    with open_file(path) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        reader = csv.reader(
            _lines(text, path), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        width = 0
        try:
            for cells in filter(None, reader):
                width = width or len(cells)
                if len(cells) != width:
                    raise DataError(
                        f"{path}, line {reader.line_num}: {len(cells)} columns, the rows above "
                        f"have {width}. Look for a missing or extra {delimiter!r}."
                    )
                yield reader.line_num, [cell.strip() for cell in cells]
        except csv.Error as fault:
            raise DataError(
                f"{path}, line {reader.line_num}: {fault}. Look for a stray or missing quote."
            ) from fault
        except UnicodeDecodeError as fault:
            raise DataError(
                f"{path}, byte {_first_bad_byte(path)}: not UTF-8 text. Save the table as CSV "
                "in UTF-8."
            ) from fault


def _lines(text: Iterable[str], path: Path) -> Iterator[str]:
    """The lines, as long as they are text."""
    for number, line in enumerate(text, 1):
        # numpy drops these at the end of a string, so that two labels could become one.
        if "\0" in line:
            raise DataError(f"{path}, line {number}: a NUL byte. Save the table as CSV in UTF-8.")
        yield line


def _first_bad_byte(path: Path) -> int:
    """Offset in the whole file, which an incremental decoder does not know."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return 0
