"""Says whether a release could be made of this checkout; leaves wheel and sdist in `dist/`.

Every check is made, whatever the others say; each that fails tells what to do. Those that need
nothing but the two files are made side by side.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dl4j_bridge import __version__

ROOT = Path(__file__).parents[1]
_DIST = ROOT / "dist"
# The tests that compare what is generated and committed with what it is generated from.
_GENERATED = (
    "tests/core/test_lint.py::test_the_page_is_the_rules",
    "tests/core/test_lock.py",
    "tests/core/test_readme_speed.py",
    "tests/core/test_reliability_page.py",
    "tests/examples/test_gallery.py",
    "tests/jvm/test_coverage.py",
    "tests/jvm/test_returns.py",
)


class Unready(Exception):
    """Something that a release must not have; the message says what, and what to do."""


class Skipped(Exception):
    """A check that cannot be made here; the message says why."""


def main() -> int:
    """Make every check; 1 if one fails."""
    verdicts = [_made(check) for check in _IN_ORDER]
    with ThreadPoolExecutor() as pool:
        verdicts += pool.map(_made, _SIDE_BY_SIDE)
    failed, skipped = verdicts.count("FAIL"), verdicts.count("skip")
    if failed:
        print(f"\n{failed} of {len(verdicts)} checks failed.")
    else:
        print(
            f"\nReady: {_files()}."
            + f" But {skipped} of the checks could not be made." * bool(skipped)
        )
    return int(failed > 0)


def _made(check: Callable[[], str | None]) -> str:
    """Make a check, print what it found in one write; `ok`, `FAIL` or `skip`."""
    start = time.monotonic()
    try:
        verdict, told = "ok", check() or ""
    except Unready as reason:
        verdict, told = "FAIL", str(reason)
    except Skipped as reason:
        verdict, told = "skip", str(reason)
    name = check.__name__.replace("_", " ")
    lines = [f"{name:<44} {time.monotonic() - start:5.1f} s  {verdict}", *told.splitlines()]
    print("\n      ".join(lines), flush=True)
    return verdict


def the_tree_is_clean() -> None:
    """What is built must be what is committed."""
    changed = _run("git", "status", "--porcelain").strip()
    if changed:
        raise Unready(f"Commit or remove:\n{changed}")


def the_changelog_has_the_version() -> None:
    """Its first heading names the version and the day."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    [heading] = re.findall(r"^## (.*)$", text, re.MULTILINE)[:1] or ["nothing"]
    if not re.fullmatch(rf"{re.escape(__version__)} \(\d{{4}}-\d\d-\d\d\)", heading):
        raise Unready(f"CHANGELOG.md begins with '{heading}', not '{__version__} (YYYY-MM-DD)'.")


def the_version_is_one() -> None:
    """Package and metadata agree, and no tag has it yet."""
    stated = re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    if not stated or stated[1] != __version__:
        raise Unready(f"pyproject.toml says {stated and stated[1]}, the package {__version__}.")
    if _run("git", "tag", "--list", f"v{__version__}"):
        raise Unready(f"There is a tag v{__version__} already. Choose the next version.")


def both_files_can_be_built() -> None:
    """The sdist from the checkout, the wheel from the sdist."""
    shutil.rmtree(_DIST, ignore_errors=True)
    _build("sdist", ROOT)
    [sdist] = _DIST.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(_DIST, filter="data")
    source = _DIST / sdist.name.removesuffix(".tar.gz")
    _build("wheel", source)
    shutil.rmtree(source)


def an_index_would_take_the_metadata() -> None:
    """The README can be shown, the metadata are complete."""
    files = [str(path) for path in sorted(_DIST.iterdir())]
    _run(sys.executable, "-m", "twine", "check", "--strict", *files)


def the_contents_are_whole_and_reproducible() -> None:
    """Nothing is missing, nothing else is there, twice the same bytes."""
    _pytest("tests/process/test_package.py")


def generated_files_are_up_to_date() -> None:
    """Lock, stubs, pages, tables."""
    _pytest(*_GENERATED)


def a_newcomer_reaches_97_percent() -> str:
    """The wheel in an empty home, with Java and Maven and with neither, then with no network."""
    [wheel] = _DIST.glob("*.whl")
    return _tried("tools.first_run", str(wheel))


def outer_links_lead_somewhere() -> str:
    """Of README and documentation; MkDocs follows those inside."""
    return _tried("tools.outer_links")


def _tried(module: str, *words: str) -> str:
    """What a tool prints whose 5 says that it cannot be tried here: a skip, except in CI."""
    done = _ended(sys.executable, "-m", module, *words)
    if done.returncode == 5 and not os.environ.get("CI"):
        raise Skipped(done.stdout.strip())
    if done.returncode != 0:
        raise Unready(done.stdout.strip())
    return done.stdout


def _build(target: str, source: Path) -> None:
    words = (sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(_DIST))
    told = _run(*words, folder=source)
    if "no compiled Java" in told:
        raise Unready(told)


def _pytest(*tests: str) -> None:
    _run(sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *tests)


def _run(*words: str, folder: Path = ROOT) -> str:
    """What a command prints, on both streams."""
    done = _ended(*words, folder=folder)
    if done.returncode != 0:
        end = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Unready(f"{' '.join(words)} ended with {done.returncode}:\n{end}")
    return done.stdout


def _ended(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _files() -> str:
    return ", ".join(
        f"dist/{path.name} ({path.stat().st_size / 1e6:.1f} MB)" for path in sorted(_DIST.iterdir())
    )


_IN_ORDER = (
    the_tree_is_clean,
    the_version_is_one,
    the_changelog_has_the_version,
    both_files_can_be_built,
)
_SIDE_BY_SIDE = (
    an_index_would_take_the_metadata,
    outer_links_lead_somewhere,
    the_contents_are_whole_and_reproducible,
    generated_files_are_up_to_date,
    a_newcomer_reaches_97_percent,
)

if __name__ == "__main__":
    sys.exit(main())
