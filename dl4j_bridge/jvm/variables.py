"""The user's environment variables, told from those that the bridge sets for native code."""

from __future__ import annotations

import json
import os
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


def _record() -> dict[str, tuple[str, str | None]]:
    try:
        record = json.loads(os.environ.get(RECORD, "{}"))
        return {str(name): (str(written), before) for name, (written, before) in record.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
