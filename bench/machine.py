"""The machine that measures, in plain facts."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timezone

from dl4j_bridge.jvm.cpu import model_name


def describe() -> dict[str, str]:
    """Processor, cores, system, date, how busy it was before."""
    return {
        "processor": model_name(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        "load before": load(),
    }


def load() -> str:
    """Processes that want a core, mean of the last minute; unknown on Windows."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
