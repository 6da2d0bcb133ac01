"""What Maven's settings say, for those who look for jars without Maven."""

from __future__ import annotations

import os
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

# Maven's name for the repository that everything comes from.
CENTRAL = "central"


def local_repository() -> Path:
    """Where Maven most probably keeps its jars; only Maven itself knows for sure.

    Looks at `-Dmaven.repo.local` in `MAVEN_ARGS` or `MAVEN_OPTS`, then at the user's
    `settings.xml`, then takes Maven's default.
    """
    if named := _option("maven.repo.local"):
        return Path(named)
    told = _text(_settings(), "localRepository")
    return Path(told) if told else _home() / ".m2" / "repository"


def repositories(central: str) -> dict[str, str]:
    """Where jars may be asked for, by name: private repositories first, mirrors in their place.

    Args:
        central: address of the repository that Maven knows by itself.

    Returns:
        Addresses, with user and password in them where the settings have some in plain text.
    """
    settings = _settings()
    profiles = [_text(one, "id") for one in _active(settings)]
    found = {
        _text(repository, "id"): _text(repository, "url")
        for profile in settings.findall("{*}profiles/{*}profile")
        if _text(profile, "id") in profiles
        for repository in profile.findall("{*}repositories/{*}repository")
    }
    asked: dict[str, str] = {}
    for name, url in {**found, CENTRAL: found.get(CENTRAL, central)}.items():
        name, url = _mirrored(settings, name, url)
        asked.setdefault(name, _with_user(settings, name, url.rstrip("/")))
    return asked


def proxies() -> dict[str, str]:
    """The active proxies, as the variables that Python's libraries read."""
    found: dict[str, str] = {}
    for proxy in _settings().findall("{*}proxies/{*}proxy"):
        host, port = _text(proxy, "host"), _text(proxy, "port") or "8080"
        if _text(proxy, "active") == "false" or not host:
            continue
        user = _user(_text(proxy, "username"), _text(proxy, "password"))
        for protocol in ("http", "https"):
            found.setdefault(f"{protocol}_proxy", f"http://{user}{host}:{port}")
        direct = _text(proxy, "nonProxyHosts").replace("|", ",").replace("*.", ".")
        found.setdefault("no_proxy", direct)
    return found


def without_password(url: str) -> str:
    """An address that may be shown."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _active(settings: ET.Element) -> Iterator[ET.Element]:
    named = {(one.text or "").strip() for one in settings.iterfind("{*}activeProfiles/{*}*")}
    for profile in settings.findall("{*}profiles/{*}profile"):
        default = profile.findtext("{*}activation/{*}activeByDefault", "").strip() == "true"
        if default or _text(profile, "id") in named:
            yield profile


def _mirrored(settings: ET.Element, name: str, url: str) -> tuple[str, str]:
    """The first mirror that stands for a repository, else the repository itself."""
    for mirror in settings.findall("{*}mirrors/{*}mirror"):
        if _stands_for(_text(mirror, "mirrorOf"), name):
            return _text(mirror, "id"), _text(mirror, "url")
    return name, url


def _stands_for(pattern: str, name: str) -> bool:
    words = [word.strip() for word in pattern.split(",")]
    return f"!{name}" not in words and not {name, "*", "external:*"}.isdisjoint(words)


def _with_user(settings: ET.Element, name: str, url: str) -> str:
    for server in settings.findall("{*}servers/{*}server"):
        if _text(server, "id") == name:
            user = _user(_text(server, "username"), _text(server, "password"))
            return url.replace("://", f"://{user}", 1)
    return url


def _user(name: str, password: str) -> str:
    """What stands before the host; an encrypted password, `{…}`, only Maven can read."""
    if not name or re.fullmatch(r".*\{.+\}.*", password):
        return ""
    return f"{quote(name, '')}:{quote(password, '')}@"


def _settings() -> ET.Element:
    try:
        return ET.parse(_home() / ".m2" / "settings.xml").getroot()
    except (OSError, ET.ParseError):
        return ET.Element("settings")


def _text(parent: ET.Element, name: str) -> str:
    """Text of a child with its variables filled in, empty if there is none."""
    text = parent.findtext(f"{{*}}{name}", "").strip()
    text = text.replace("${user.home}", str(_home()))
    return re.sub(r"\$\{env\.(\w+)\}", lambda match: os.environ.get(match[1], ""), text)


def _option(name: str) -> str:
    """A `-D` option that Maven gets by a variable."""
    for variable in ("MAVEN_ARGS", "MAVEN_OPTS"):
        # Maven's own start script does not heed quotes either.
        for word in os.environ.get(variable, "").split():
            if word.startswith(f"-D{name}="):
                return word.partition("=")[2]
    return ""


def _home() -> Path:
    named = _option("user.home")
    return Path(named) if named else _user_home()


def _user_home() -> Path:
    """Java's `user.home`: on Linux the account's own folder, whatever HOME says."""
    if sys.platform == "linux":
        import pwd

        with suppress(KeyError):
            return Path(pwd.getpwuid(os.getuid()).pw_dir)
    return Path.home()
