"""How far a share of right answers may be off by chance."""

from __future__ import annotations


def interval(right: int, count: int) -> tuple[float, float]:
    """Where the share of right answers to endlessly many questions lies, with 95% confidence.

    Args:
        right: of those asked.
        count: how many were asked, at least one.

    Source: Wilson, "Probable inference", 1927, in `scipy.stats`.
    """
    from scipy.stats import binomtest

    found = binomtest(int(right), int(count)).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
