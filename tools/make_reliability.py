"""Make docs/reliability.md: each fault with the tests that hold it and what they measured.

The tests say themselves which faults they hold (`@pytest.mark.fault(5)`); what they measured is in
docs/reliability.json, which `make reliability` writes by running them.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults import FAULTS  # noqa: E402

PAGE = ROOT / "docs" / "reliability.md"
FIGURES = ROOT / "docs" / "reliability.json"
_HEAD = """# What it survives

Each fault or bad input with what must hold then, and the tests that prove it. Made by
`make reliability` from the tests' own marks and from what they measured when they last passed
(docs/reliability.json); what [SECURITY.md](../SECURITY.md) promises is among them. Tests under
`tests/torture` run with `make torture`, all others with `make test`.

| | Fault | What must hold | Measured | Tests |
| --- | --- | --- | --- | --- |
"""


def marked() -> dict[int, list[str]]:
    """The tests of each fault, as pytest names them, in the order of their files."""
    found: dict[int, list[str]] = {number: [] for number in FAULTS}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(path.read_text("utf-8"))
        everywhere = [
            number
            for node in module.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
            for number in _numbers(node.value)
        ]
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [number for mark in node.decorator_list for number in _numbers(mark)]
                for number in dict.fromkeys([*everywhere, *own]):
                    found[number].append(f"{path.relative_to(ROOT).as_posix()}::{node.name}")
    return found


def _numbers(mark: ast.expr) -> Iterator[int]:
    for node in ast.walk(mark):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.fault":
            yield from (ast.literal_eval(argument) for argument in node.args)


def page() -> str:
    """The whole page."""
    figures: dict[str, str] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    lines = []
    for number, tests in marked().items():
        fault = FAULTS[number]
        names = "<br>".join(f"<code>{test.removeprefix('tests/')}</code>" for test in tests)
        folded = f"<details><summary>{len(tests)}</summary>{names}</details>"
        measured = "<br>".join(
            dict.fromkeys(
                text
                for test in tests
                for name, text in figures.items()
                if name.split("[")[0] == test
            )
        )
        lines.append(f"| {number} | {fault.what} | {fault.promise} | {measured} | {folded} |\n")
    return _HEAD + "".join(lines)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
