"""JPype, imported whole: in part, as by Ctrl-C, it would fail when Python ends."""

from __future__ import annotations

from ..interruption import undisturbed

with undisturbed():
    import jpype as jpype
    import jpype.config  # noqa: F401 (an attribute of jpype from then on)
