"""What the user chose once for all later runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import tomli_w

from .errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def preferences_file() -> Path:
    """The file that keeps the choices; `DL4J_BRIDGE_CONFIG` names another one."""
    chosen = os.environ.get("DL4J_BRIDGE_CONFIG")
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_config_dir("dl4j-bridge")) / "config.toml"


def preferred_backend() -> str | None:
    """The backend that `dl4j-bridge backends use` was told of, None if there is none.

    Raises:
        UsageError: the file cannot be read.
    """
    named = _read().get("backend")
    if named is None or (isinstance(named, str) and named):
        return named
    raise UsageError(f"{preferences_file()}: backend is {named!r}, but must be a name. {_ADVICE}")


def prefer_backend(name: str | None) -> Path:
    """Keep a backend for later runs, None for the rule; gives the file.

    Raises:
        UsageError: the file cannot be read.
        OSError: it cannot be written.
    """
    kept = {key: value for key, value in _read().items() if key != "backend"}
    if name:
        kept["backend"] = name
    path = preferences_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.write_text(tomli_w.dumps(kept), "utf-8")
    os.replace(fresh, path)
    return path


_ADVICE = "Correct the file, or delete it."


def _read() -> dict[str, object]:
    try:
        return tomllib.loads(preferences_file().read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{preferences_file()} cannot be used: {error}. {_ADVICE}") from error
