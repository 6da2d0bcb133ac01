"""Follows what README and documentation link to on other people's servers."""

from __future__ import annotations

import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"\]\((https?://[^\s)]+)\)|<(https?://[^\s>]+)>")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_PATIENCE = 20.0  # seconds
# Who is not asked politely enough still has the page.
_THERE = {401, 403, 405, 429}


def main() -> int:
    """Print what became of each link; 1 if one is dead, 5 if no server could be asked."""
    links = sorted(outer_links().items())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(asked, [link for link, _ in links]))
    for (link, files), answer in zip(links, answers, strict=True):
        print(f"{answer or 'ok':<16} {link}  ({', '.join(sorted(files))})")
    if links and all(answer == _UNREACHED for answer in answers):
        return 5
    return int(any(answers))


def outer_links(root: Path = ROOT) -> dict[str, set[str]]:
    """Each address with the files that lead there; blocks of code are left out."""
    found: dict[str, set[str]] = {}
    for file in _pages(root):
        text = _BLOCK.sub("", file.read_text("utf-8"))
        for match in _LINK.finditer(text):
            address = (match[1] or match[2]).partition("#")[0]
            found.setdefault(address, set()).add(file.relative_to(root).as_posix())
    return found


def asked(link: str) -> str:
    """What is wrong with a link, empty if nothing is."""
    request = urllib.request.Request(link, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):
            return ""
    except urllib.error.HTTPError as error:
        return "" if error.code in _THERE else str(error.code)
    except OSError:
        return _UNREACHED


_UNREACHED = "no answer"


def _pages(root: Path) -> Iterator[Path]:
    # Not below bench/, which may have an environment with other people's pages.
    for pages in ("*.md", "docs/**/*.md", "bench/*.md", "models/*.md"):
        yield from sorted(root.glob(pages))


if __name__ == "__main__":
    sys.exit(main())
