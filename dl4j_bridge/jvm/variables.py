"""The user's environment variables, told from those that the bridge sets for native code."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Mapping

# Travels to child processes with the variables it is about: what was written, what was there.
RECORD = "DL4J_BRIDGE_WROTE"


def of_user() -> dict[str, str]:
    """The environment as the user made it, also after the JVM has started, and in children."""
    variables = dict(os.environ)
    for name, (written, before) in _record().items():
        # Somebody who changed it later meant it.
        if variables.get(name) == written:
            del variables[name]
            if before is not None:
                variables[name] = before
    return variables


def with_record(chosen: Mapping[str, str]) -> dict[str, str]:
    """Variables to set, with the record by which `of_user` knows them."""
    before = of_user()
    record = {name: [value, before.get(name)] for name, value in chosen.items()}
    return {**chosen, RECORD: json.dumps(record)}


def agree_on_file_names() -> None:
    """Have Java, and the programs of its kit, write file names in UTF-8 where Python does.

    Under the C locale, or one that is not installed, Python takes UTF-8 all the same, but Java
    ASCII: it would not find what Python has made.
    """
    if sys.getfilesystemencoding() == "utf-8" and not _utf8_for_java():
        os.environ["LC_ALL"] = "C.UTF-8"


def _utf8_for_java() -> bool:
    """What Java finds when it asks the C library, as it does at its start."""
    if not hasattr(locale, "nl_langinfo"):  # Windows, where names are Unicode
        return True
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        return locale.nl_langinfo(locale.CODESET) == "UTF-8"
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)


def _record() -> dict[str, tuple[str, str | None]]:
    try:
        record = json.loads(os.environ.get(RECORD, "{}"))
        return {str(name): (str(written), before) for name, (written, before) in record.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
