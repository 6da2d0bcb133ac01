"""What to say when memory is full."""

from __future__ import annotations

from ..sizes import MIB, size_text
from .settings import decide


def advice() -> str:
    """Which limit is in force, and the option to raise."""
    settings = decide()
    memory, heap = settings.memory.value, settings.heap.value
    limits = [f"{size_text(memory * MIB)} in all"] if memory else []
    limits += [f"{size_text(heap * MIB)} for Java's heap"] if heap else []
    said = f"The limit is {', '.join(limits)}. " if limits else ""
    larger = size_text(2 * memory * MIB).replace(" ", "").replace("iB", "") if memory else "4G"
    return f"{said}Raise it: --memory {larger} (DL4J_BRIDGE_MEMORY), or use less data at a time."
