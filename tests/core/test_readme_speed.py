"""The README's table of speed is the one that the bench wrote."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def test_every_row_is_a_row_of_the_results() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    results = (ROOT / "bench" / "RESULTS.md").read_text("utf-8")
    targets = results.partition("## Targets")[2].partition("\n## ")[0]
    shown = rows(readme.partition("## Speed")[2].partition("\n## ")[0])
    assert shown[:2] == rows(targets)[:2]
    assert len(shown) > 2
    assert set(shown) <= set(rows(targets))
    assert "not measured" not in "".join(shown)
