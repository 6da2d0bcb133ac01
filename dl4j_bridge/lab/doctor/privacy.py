"""Texts without what tells whose machine they are from."""

from __future__ import annotations

import getpass
import os
import platform
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Where systems install things: such a path tells nothing of a person.
_OF_SYSTEM = ("/usr/", "/lib", "/bin/", "/etc/", "/proc/", "/sys/", "/Library/Java/", "C:/Program")
_PATH = re.compile(r"(?<![\w.<>/~$-])(?:/|~/|[A-Za-z]:[\\/])[^\s'\"`,;:()<>|]+")
_SHORTEST = 4  # letters of a value that could tell anything


class Scrubber:
    """Replaces values of variables, paths, names of user and machine."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        """Learn what is not to be told; None takes this process's environment."""
        variables = os.environ if variables is None else variables
        secrets = {value: f"<${name}>" for name, value in variables.items()}
        # Quoted whole or in pieces: `a=b` in options, the parts of a list of paths.
        for name, value in variables.items():
            for piece in re.split(r"[\s,;:=@/\\]+", value):
                secrets.setdefault(piece, f"<${name}>")
        self._secrets = {
            text: sign
            for text, sign in sorted(secrets.items(), key=lambda item: -len(item[0]))
            if len(text) >= _SHORTEST and text not in _impersonal()
        }
        self._names = _names()

    def text(self, text: str) -> str:
        """A text without them."""
        # Paths go first: they are known by their beginning, which may be some variable's value.
        for folder in _folders():
            text = text.replace(folder, "/-")
        text = _PATH.sub(_shown, text)
        for name, sign in self._names.items():
            text = _whole_word(name).sub(sign, text)
        for secret, sign in self._secrets.items():
            text = text.replace(secret, sign)
        return text

    def facts(self, value: Any) -> Any:
        """The same for all texts in what JSON can hold; keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.facts(one) for one in value]
        if isinstance(value, dict):
            return {key: self.facts(one) for key, one in value.items()}
        return value


def _shown(match: re.Match[str]) -> str:
    return match[0] if match[0].replace("\\", "/").startswith(_OF_SYSTEM) else "<path>"


def _whole_word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(text)}(?![A-Za-z0-9])", re.IGNORECASE)


def _impersonal() -> frozenset[str]:
    """Words of the findings themselves, which a variable may happen to have as its value."""
    system = platform.system().lower()
    return frozenset({"java", "true", "false", "none", "linux", "utf-8", "home", system, "share"})


def _names() -> dict[str, str]:
    names = {platform.node(): "<host>", platform.node().partition(".")[0]: "<host>"}
    try:
        names[getpass.getuser()] = "<user>"
        names[socket.gethostname()] = "<host>"
    except (OSError, KeyError, ImportError):
        pass  # a container's user may have no name
    return {name: sign for name, sign in names.items() if len(name) > 1}


def _folders() -> list[str]:
    """Folders whose names may have blanks, the longest first: one may lie in another."""
    folders = {os.path.expanduser("~"), os.getcwd()}
    return sorted((one for one in folders if len(Path(one).parts) > 1), key=len, reverse=True)
