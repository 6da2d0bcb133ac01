"""Graphics cards, and whether Deeplearning4j can use them."""

from __future__ import annotations

from ...jvm.cuda import report
from ...jvm.cuda.finding import find
from .findings import Check, Problem, Row


def look() -> Check:
    """Look at NVIDIA's cards, their driver, CUDA's libraries."""
    found = find()
    rows = tuple(Row(name, value, why=why) for name, value, why in report.rows(found))
    obstacle = report.problem(found)
    if not obstacle:
        return Check("Graphics", rows)
    text = f"No graphics card can be used: {obstacle}. The backend cpu needs none."
    return Check("Graphics", rows, (Problem(text, "dl4j-bridge backends use cpu", fatal=False),))
