"""PySpark itself: found, its version checked, an application of it begun."""

from __future__ import annotations

import importlib
import os
import re
import socket
import sys
from pathlib import Path
from typing import Any

from ..errors import SetupError
from .cluster import Cluster

_WANTED = "3.5"
_STANDALONE = "spark://"
_SECONDS = 5.0
_QUIET = Path(__file__).with_name("log4j2.properties")


def context(cluster: Cluster) -> tuple[Any, bool]:
    """A SparkContext for a cluster, and whether it was begun here and is ours to stop.

    Raises:
        SetupError: no Spark, one of the wrong version, or no master at that address.
    """
    pyspark = _pyspark()
    if pyspark.SparkContext._active_spark_context is not None:
        return pyspark.SparkContext._active_spark_context, False
    _check_master(cluster.master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        spark = pyspark.SparkContext(conf=_configuration(pyspark, cluster))
    except Exception as error:
        last = str(error).strip().splitlines()[-1:] or [type(error).__name__]
        raise SetupError(
            f"Spark {pyspark.__version__} did not start for {cluster.master}: {last[0]}. Spark "
            "3.5 needs Java 8, 11 or 17; set JAVA_HOME to one, and look at what it said above."
        ) from error
    if not spark.version.startswith(f"{_WANTED}.") or spark.version != pyspark.__version__:
        spark.stop()
        raise SetupError(
            f"Spark {spark.version} from {_home()} does not fit PySpark {pyspark.__version__}, "
            f"which drives it; both must be the same {_WANTED}. Unset SPARK_HOME, or install the "
            "pyspark of its version."
        )
    return spark, True


def facts(spark: Any) -> dict[str, str]:
    """Versions of the Spark and Scala that drive."""
    scala = str(spark._jvm.scala.util.Properties.versionNumberString())
    return {"Spark": str(spark.version), "Scala": ".".join(scala.split(".")[:2])}


def worker_facts() -> dict[str, str]:
    """Versions of the Spark and Scala that run this worker, as their jars' names say them."""
    for jar in (_home() / "jars").glob("spark-core_*.jar"):
        found = re.fullmatch(r"spark-core_([\d.]+)-([\d.]+)\.jar", jar.name)
        if found:
            return {"Spark": found[2], "Scala": found[1]}
    return {}


def _home() -> Path:
    home = os.environ.get("SPARK_HOME")
    return Path(home) if home else Path(importlib.import_module("pyspark").__file__ or "").parent


def _pyspark() -> Any:
    home = os.environ.get("SPARK_HOME")
    try:
        return importlib.import_module("pyspark")
    except ImportError:
        if home is None:
            raise SetupError(
                "A cluster needs PySpark, which is not installed. "
                "Type: pip install 'dl4j-bridge[spark]', or set SPARK_HOME to a Spark 3.5."
            ) from None
    # A Spark that was unpacked brings its own.
    python = Path(home) / "python"
    sys.path += [str(python), *map(str, (python / "lib").glob("py4j-*-src.zip"))]
    try:
        return importlib.import_module("pyspark")
    except ImportError as error:
        raise SetupError(
            f"SPARK_HOME is {home}, but has no PySpark ({error}). Set it to a Spark {_WANTED}."
        ) from error


def _configuration(pyspark: Any, cluster: Cluster) -> Any:
    """Our settings; the user's, in Spark's own files, stay."""
    configuration = pyspark.SparkConf().setMaster(cluster.master).setAppName("dl4j-bridge")
    settings = {
        # Its page would be open to the network.
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}",
        "spark.task.cpus": cluster.threads,
        "spark.executor.cores": cluster.threads,
        "spark.cores.max": cluster.threads * cluster.count,
        # Work begins when all workers are there, so that it is spread over all of them.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        # Else Spark waits for a place where it thinks the data are.
        "spark.locality.wait": "0s",
    }
    if cluster.is_local or _host(cluster.master) in ("127.0.0.1", "localhost"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for name, value in settings.items():
        configuration.setIfMissing(name, str(value))
    return configuration


def _check_master(master: str) -> None:
    """Ask at once whether a master answers; Spark itself would take a minute."""
    if not master.startswith(_STANDALONE):
        return
    faults = []
    for address in master.removeprefix(_STANDALONE).split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _SECONDS).close()
            return
        except (OSError, ValueError) as error:
            faults.append(f"{address}: {error}")
    raise SetupError(
        f"No Spark master answers at {master} ({'; '.join(faults)}). "
        "Start one, or look at its log for its address."
    )


def _host(master: str) -> str:
    return master.removeprefix(_STANDALONE).split(",")[0].rpartition(":")[0]
