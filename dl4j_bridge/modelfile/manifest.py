"""Our own entry in a model file, which DL4J passes over: how the model came about.

It also holds the SHA-256 of every other entry, so that a change is noticed whose maker put the
zip's checksums right again.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .archive import read_entries
from .entryreader import EntryReader
from .refusal import damaged

NAME = "dl4j_bridge.json"
LARGEST = 1024 * 1024
"""Bytes."""

_SCHEMA = 1
# Zip has no earlier day; a fixed one keeps equal models equal to the byte.
_DATE = (1980, 1, 1, 0, 0, 0)


def seal(path: Path, details: Mapping[str, Any]) -> None:
    """Add the manifest to a model file that DL4J has written.

    Not crash-safe by itself: call it on the temporary file, from the `write` of `replace_file`.

    Args:
        path: a model file without a manifest.
        details: what to keep with the model, as JSON can: seed, versions, accuracy.

    Raises:
        ModelFileError: the zip is damaged, or has a manifest already.
    """
    sums = {}
    with path.open("rb") as file:
        for entry in read_entries(file, str(path)):
            if entry.name == NAME:
                raise damaged(str(path), f"it holds '{NAME}' already")
            reader = EntryReader(file, entry, str(path))
            while reader.left:
                reader.take(min(reader.left, LARGEST))
            sums[entry.name] = reader.finish()
    manifest = {"schema": _SCHEMA, "sha256": sums, "details": dict(details)}
    # Given a name that cannot be opened, zipfile would begin a new zip in its place.
    with path.open("r+b") as whole, zipfile.ZipFile(whole, "a") as archive:
        entry_info = zipfile.ZipInfo(NAME, _DATE)
        entry_info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry_info, json.dumps(manifest, indent=2))


def check(content: bytes, sums: Mapping[str, str], where: str) -> Mapping[str, Any]:
    """Compare a manifest with the other entries.

    Args:
        content: the manifest's bytes.
        sums: SHA-256 of each other entry, in hex, by name.
        where: the model file's name, for messages.

    Returns:
        The details it was sealed with.

    Raises:
        ModelFileError: an entry was changed, added or removed since.
    """
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged(where, f"'{NAME}' is no JSON") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("sha256"), dict):
        raise damaged(where, f"'{NAME}' holds no checksums")
    sealed, details = manifest["sha256"], manifest.get("details")
    changed = sorted(name for name in {*sums, *sealed} if sums.get(name) != sealed.get(name))
    if changed:
        raise damaged(where, f"'{changed[0]}' is not as it was when the model was saved (SHA-256)")
    return details if isinstance(details, dict) else {}
