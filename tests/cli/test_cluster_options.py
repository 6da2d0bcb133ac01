"""Over whom a resumed run is shared out: as before, where nothing else is said."""

from pathlib import Path
from typing import Any

import pytest

from dl4j_bridge import preset
from dl4j_bridge.cli.cluster_options import shared_out
from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab.begun import Begun
from dl4j_bridge.replicas import Replicas
from dl4j_bridge.spark.cluster import Cluster

OPTIONS = ("gpus", "workers", "averaging", "spark", "spark_engine", "spark_evaluate")
NOTHING = dict.fromkeys((*OPTIONS, "spark_folder", "prefetch", "threads", "ui", "accelerate"))
ON_SPARK = {"cluster": "local[2]", "engine": "dl4j", "workers": 3, "averaging": 5}


def resumed(environment: dict[str, Any], **given: Any) -> Cluster | Replicas | None:
    begun = Begun(Path("run"), preset("lecture"), environment)
    return shared_out({**NOTHING, **given}, begun)


def test_nothing_said_is_as_before() -> None:
    assert resumed({}) is None
    assert resumed({"workers": 4, "averaging": 3}) == Replicas(4, 3)
    assert resumed(ON_SPARK) == Cluster("local[2]", workers=3, averaging=5, engine="dl4j")


def test_what_is_said_counts() -> None:
    elsewhere = Cluster("spark://host:7077", workers=3, averaging=5, engine="dl4j", prefetch=1)
    assert resumed(ON_SPARK, spark="spark://host:7077", prefetch=1) == elsewhere
    assert resumed({"workers": 4, "averaging": 3}, workers=2) == Replicas(2, 3)
    assert resumed({"workers": 4, "averaging": 3}, gpus=2) == Replicas(2, 3)
    with pytest.raises(UsageError, match="workers is 0"):
        resumed({"workers": 4, "averaging": 3}, workers=0)
    with pytest.raises(UsageError, match="--gpus N is a worker a card"):
        resumed(ON_SPARK, gpus=3)


def test_a_damaged_folder_is_told() -> None:
    with pytest.raises(DataError, match=r"environment.json has cluster 7\."):
        resumed({"cluster": 7})
