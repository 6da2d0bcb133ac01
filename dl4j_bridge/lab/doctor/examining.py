"""All topics, one after the other, whatever becomes of each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from ...errors import BridgeError
from .findings import Check, Problem, Row

# In the order in which things are solved: nothing helps a Java without a Python.
_TOPICS = (
    "packages",
    "java",
    "machine",
    "backend",
    "graphics",
    "storage",
    "settings",
    "conflicts",
    "handed_on",
)


def examine() -> list[Check]:
    """Look at everything a run depends on; asks neither the network nor a JVM."""
    return [looked_at(topic) for topic in _TOPICS]


def looked_at(topic: str) -> Check:
    """What a topic's module finds, or why it finds nothing."""
    try:
        look: Callable[[], Check] = import_module(f".{topic}", __package__).look
        return look()
    except BridgeError as error:
        problem = Problem(str(error))
    except ImportError as error:
        text = f"A part of the bridge cannot be loaded: {error}."
        command = f"{sys.executable} -m pip install --force-reinstall dl4j-bridge"
        problem = Problem(text, command)
    except Exception as error:
        # Whatever else is broken must not hide what the other topics find.
        text = f"The topic {topic} cannot be looked at: {type(error).__name__}: {error}."
        problem = Problem(text, "dl4j-bridge doctor --bundle report.zip", fatal=False)
    title = topic.replace("_", " ").capitalize()
    return Check(title, (Row("not looked at", None, problem.text),), (problem,))
