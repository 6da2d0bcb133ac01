"""Writes docs/lint.md from the rules."""

from pathlib import Path

from dl4j_bridge.course.lint.reference import markdown

if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("docs", "lint.md").write_text(markdown(), encoding="utf-8")
