"""How a network came about, as the manifest of its file keeps it."""

from __future__ import annotations

from typing import Any

from ..jvm import environment

_VERSIONS = ("dl4j_bridge", "deeplearning4j", "java", "backend", "native")


def provenance(network: Any) -> dict[str, Any]:
    """What wrote a network, and how far it was trained.

    Args:
        network: MultiLayerNetwork or ComputationGraph.

    Returns:
        Versions, backend and native library as `environment.describe` has them; `seed`, `epoch`
        and `iteration` (parameter updates so far); `dtype` (DL4J's name; None without
        parameters) and number of `parameters`.
    """
    facts = environment.describe()
    parameters = network.params()
    return {
        **{key: facts[key] for key in _VERSIONS},
        "seed": int(network.conf().getSeed()),
        "epoch": int(network.getEpochCount()),
        "iteration": int(network.getIterationCount()),
        "dtype": None if parameters is None else str(parameters.dataType().name()),
        "parameters": int(network.numParams()),
    }
