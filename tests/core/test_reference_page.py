"""docs/reference/python.md: it has every name of the package."""

from __future__ import annotations

import re
from pathlib import Path

import dl4j_bridge as bridge

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "python.md"


def test_every_public_name_is_explained() -> None:
    explained = re.findall(r"^::: [\w.]*?(\w+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    # PRESETS are names, which docs/presets.md explains.
    assert set(bridge.__all__) - {"PRESETS"} <= set(explained)
