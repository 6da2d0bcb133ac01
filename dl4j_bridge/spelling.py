"""Did-you-mean for names a user may have misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def suggest(name: str, candidates: Iterable[str]) -> str:
    """` Did you mean 'x'?` with the nearest candidate, or an empty string when none is near.

    Case does not count: `relu` is near `RELU`.
    """
    by_lower_case = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), by_lower_case, n=1, cutoff=0.6)
    return f" Did you mean '{by_lower_case[near[0]]}'?" if near else ""
