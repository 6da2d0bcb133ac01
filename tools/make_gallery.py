"""Runs every example for `docs/gallery.md`; with `--check` runs none and tells what is not theirs.

An example is a file below `examples/`. The first line of its docstring is its title there, the rest
its caption, and it has a picture if it has a function `draw`. Names after the command redraw only
those pictures; the page is always written anew.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
# The course texts, in the order of the page, by the folder of their examples.
TEXTS = {
    "image_recognition": "Image recognition with DL4J",
    "optimization_methods": "Introduction to optimization methods",
    "neural_networks": "Deep neural networks: from the perceptron to optimizers",
    "fundamentals": "Deep learning fundamentals",
    "optimizer_behaviour": "Applying convolutional networks: how optimizers behave",
}
LARGEST = 120_000  # bytes of a picture, so that the page loads at once
HEAD = """\
# Gallery

What the course texts teach, each idea as a program that real Deeplearning4j runs. Type the line
below a title in the root of the repository: it prints what was found and saves the picture.
`python tools/make_gallery.py` makes this page and its pictures from the examples.
"""


@dataclass(frozen=True)
class Example:
    """What the page tells of an example."""

    path: Path
    title: str
    caption: str
    has_picture: bool

    @property
    def name(self) -> str:
        """By which it is called and its picture found."""
        return self.path.stem

    @property
    def picture(self) -> str:
        """Name of the file, whether it has one or not."""
        return f"{self.name}.png"

    def entry(self, root: Path) -> str:
        """Its part of the page."""
        command = f"python {self.path.relative_to(root).as_posix()}"
        parts = [f"### {self.title}", self.caption, f"```sh\n{command}\n```"]
        if self.has_picture:
            parts.append(f"![{self.title}](gallery/{self.picture})")
        return "\n\n".join(part for part in parts if part) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if they differ")
    parser.add_argument("names", nargs="*", help="examples to run; all if none is named")
    arguments = parser.parse_args()
    if not arguments.check:
        make(ROOT, arguments.names)
    found = problems(ROOT)
    print("\n".join(found) or "The gallery is that of the examples.")
    return 1 if found else 0


def examples(root: Path) -> list[Example]:
    """Every example in the order of the page; none of them is run."""
    paths = sorted((root / "examples").glob("*/*.py"))
    order = list(TEXTS)
    return sorted(map(read, paths), key=lambda one: order.index(one.path.parent.name))


def read(path: Path) -> Example:
    """What the source says of an example.

    Raises:
        SystemExit: no docstring, or the folder belongs to no course text.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    title, _, caption = (ast.get_docstring(tree) or "").partition("\n")
    if not title:
        raise SystemExit(f"{path}: no docstring; its first line is the title in the gallery.")
    if path.parent.name not in TEXTS:
        raise SystemExit(f"{path}: no course text has that folder; there are {', '.join(TEXTS)}.")
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return Example(path, title.rstrip("."), caption.strip(), "draw" in functions)


def page(root: Path) -> str:
    """The whole of docs/gallery.md."""
    parts, text = [HEAD], None
    for example in examples(root):
        if text != (text := TEXTS[example.path.parent.name]):
            parts.append(f"## {text}\n")
        parts.append(example.entry(root))
    return "\n".join(parts)


def make(root: Path, names: list[str]) -> None:
    """Run the examples, all if no name is given; write the page.

    Raises:
        SystemExit: a name no example has, or an example failed.
    """
    known = examples(root)
    if strange := set(names) - {one.name for one in known}:
        raise SystemExit(f"No example is called {', '.join(sorted(strange))}.")
    folder = root / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for example in known:
        if not names or example.name in names:
            run(example, folder)
    for picture in set(folder.glob("*.png")) - {folder / one.picture for one in known}:
        picture.unlink()
    (root / "docs" / "gallery.md").write_text(page(root), encoding="utf-8", newline="\n")


def run(example: Example, folder: Path) -> None:
    """Run an example in a process of its own, as a reader of the page would."""
    print(f"\n{example.name}", flush=True)
    done = subprocess.run([sys.executable, str(example.path), str(folder)], check=False)
    if done.returncode:
        raise SystemExit(f"{example.path} ended with exit code {done.returncode}.")
    if example.has_picture:
        shrink(folder / example.picture)


def shrink(path: Path) -> None:
    """Keep a picture's 256 most needed colours; that halves the file and cannot be seen."""
    with Image.open(path) as picture:
        fewer = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    fewer.save(path, optimize=True)


def problems(root: Path) -> list[str]:
    """Every difference between the page, its pictures and the examples, one line each."""
    known, folder = examples(root), root / "docs" / "gallery"
    file = root / "docs" / "gallery.md"
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    entries = {part.strip() for part in re.split(r"^(?=##)", written, flags=re.MULTILINE)}
    found = [
        f"{one.path.relative_to(root).as_posix()}: no entry, or with another title or caption"
        for one in known
        if one.entry(root).strip() not in entries
    ]
    if not found and written != page(root):
        found.append("docs/gallery.md: has something that no example has, or another order")
    names = [one.name for one in known]
    found += [f"{name}: two examples have this name" for name in {*names} if names.count(name) > 1]
    wanted = {one.picture for one in known if one.has_picture}
    there = {path.name: path.stat().st_size for path in folder.glob("*")}
    found += [f"docs/gallery/{name}: missing" for name in sorted(wanted - there.keys())]
    found += [f"docs/gallery/{name}: of no example" for name in sorted(there.keys() - wanted)]
    found += [
        f"docs/gallery/{name}: {size:,} bytes, more than {LARGEST:,}; draw less, or smaller"
        for name, size in sorted(there.items())
        if size > LARGEST
    ]
    return found


if __name__ == "__main__":
    sys.exit(main())
