"""The API of Deeplearning4j 0.x to 1.0.0-beta that M2.1 no longer has: found, and repaired."""

from __future__ import annotations

import re

from ..imports import imports
from ..source import Source, check_size
from .builders import builders
from .chains import chains
from .members import members
from .moved import Classes, moved
from .rates import rates
from .repair import Edit, Repair, apply

__all__ = ["Classes", "Repair", "check", "repaired"]

# What repairs write, and where it is.
_PACKAGES = {
    **dict.fromkeys(
        ("AdaDelta", "AdaGrad", "AdaMax", "Adam", "Nadam", "Nesterovs", "NoOp", "RmsProp", "Sgd"),
        "org.nd4j.linalg.learning.config",
    ),
    **dict.fromkeys(
        ("ExponentialSchedule", "InverseSchedule", "MapSchedule", "ScheduleType", "StepSchedule"),
        "org.nd4j.linalg.schedule",
    ),
    "Activation": "org.nd4j.linalg.activations",
    "BaseTrainingListener": "org.deeplearning4j.optimize.api",
    "DropConnect": "org.deeplearning4j.nn.conf.weightnoise",
    "InputType": "org.deeplearning4j.nn.conf.inputs",
}


def check(source: Source, classes: Classes) -> list[Repair]:
    """What a file has of the old API, in the order of the text.

    Raises:
        DataError: the file is too large, or nested too deeply, to look through.
    """
    check_size(source)
    everywhere = chains(source)
    found = [*moved(source, classes), *members(source)]
    for chain in everywhere:
        found += rates(source, chain, everywhere)
        found += builders(source, chain)
    return sorted(found, key=lambda repair: repair.finding)


def repaired(source: Source, repairs: list[Repair]) -> bytes:
    """A file's text with the repairs that need no person, and the imports they need."""
    return apply(source, repairs, _imports(source, repairs))


def _imports(source: Source, repairs: list[Repair]) -> list[Edit]:
    written = " ".join(edit.text for repair in repairs for edit in repair.edits)
    there = imports(source)
    have = {f"{one.name}.*" if one.wildcard else one.name.rpartition(".")[2] for one in there}
    new = [
        f"import {package}.{name};"
        for name, package in sorted(_PACKAGES.items(), key=lambda item: (item[1], item[0]))
        if re.search(rf"(?<![.\w]){name}\b", written) and not {name, f"{package}.*"} & have
    ]
    if not new:
        return []
    if there:
        at = there[0].node.start_byte
        return [Edit(at, at, "".join(f"{line}\n" for line in new))]
    packages = [node for node in source.root.named_children if node.type == "package_declaration"]
    if packages:
        at = packages[0].end_byte
        return [Edit(at, at, "\n\n" + "\n".join(new))]
    return [Edit(0, 0, "\n".join(new) + "\n\n")]
