"""A copy of the repository as somebody else would get it."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def tracked() -> set[str]:
    """The files that git tracks, or would after `git add .`."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if (ROOT / name).is_file()}


def copied(folder: Path) -> Path:
    """Those files in a new folder, with nothing that was built here."""
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder
