"""Causes in how networks are built."""

from __future__ import annotations

from .. import divergence as of
from ..configuration import Setting
from .evidence import Evidence


def other_seed(evidence: Evidence) -> str | None:
    """The configurations have different seeds."""
    return _setting(evidence, "seed", "The seeds differ, so the first weights do")


def other_weight_init(evidence: Evidence) -> str | None:
    """Weights are drawn from other distributions."""
    return _setting(evidence, "weightInit", "The weights are initialized differently")


def other_updater(evidence: Evidence) -> str | None:
    """Another updater, or another setting of it, such as the learning rate."""
    return _setting(evidence, "updater", "The updaters differ")


def other_data_type(evidence: Evidence) -> str | None:
    """One network computes in float32, the other in float64."""
    return _setting(evidence, "dataType", "The networks compute with different data types")


def other_dropout(evidence: Evidence) -> str | None:
    """Another dropout."""
    return _setting(evidence, "dropOut", "The dropout differs (`dropOut(p)` keeps with p)")


def other_configuration(evidence: Evidence) -> str | None:
    """Any other setting."""
    known = ("seed", "weightInit", "updater", "dataType", "dropOut")
    found = [one for one in _settings(evidence) if one.name.partition(".")[0] not in known]
    if not found:
        return None
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    told = "; ".join(one.told(evidence.sides) for one in found[:3])
    return f"The networks are built differently: {told}{more}."


def other_origin(evidence: Evidence) -> str | None:
    """The same configuration, but weights from elsewhere."""
    if evidence.parting.aspect != of.INITIAL:
        return None
    for one, other in evidence.networks():
        if one.origin != other.origin:
            return (
                f"Network {one.network} gets its parameters from `{one.origin}` in "
                f"{evidence.sides[0]}, from `{other.origin}` in {evidence.sides[1]}."
            )
    return None


def _setting(evidence: Evidence, name: str, sentence: str) -> str | None:
    """A sentence with the first difference of that setting, where configurations part."""
    for one in _settings(evidence):
        if one.name.partition(".")[0] == name:
            return f"{sentence}: {one.told(evidence.sides)}."
    return None


def _settings(evidence: Evidence) -> list[Setting]:
    """What differs, unless the programs part before they build a network."""
    return evidence.settings() if evidence.parting.aspect == of.CONFIGURATION else []
