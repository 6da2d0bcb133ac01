"""PySpark itself: found, its version checked, an application of it begun."""

from __future__ import annotations

import importlib
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import SetupError
from .beside import Beside
from .cluster import Cluster

_WANTED = "3.5"
_STANDALONE = "spark://"
_SECONDS = 5.0
_QUIET = Path(__file__).with_name("log4j2.properties")


def context(cluster: Cluster, beside: Beside | None = None) -> tuple[Any, bool]:
    """A SparkContext for a cluster, and whether it was begun here and is ours to stop.

    Args:
        cluster: where.
        beside: what Spark's JVMs get beside what they have.

    Raises:
        SetupError: no Spark, one of the wrong version, no master at that address, or a context
            that runs already and whose executors lack what they should get.
    """
    pyspark = _pyspark()
    running = pyspark.SparkContext._active_spark_context
    if running is not None:
        if beside is not None:
            beside.join(running, cluster)
        return running, False
    _check_master(cluster.master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        configuration = _configuration(pyspark, cluster)
        if beside is not None:
            beside.configure(configuration)
            # The driver's JVM may be one that an earlier context has left.
            pyspark.SparkContext._ensure_initialized(conf=configuration)
            beside.add_jars(pyspark.SparkContext._jvm)
        with _our_ctrl_c():
            spark = pyspark.SparkContext(conf=configuration)
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


@contextmanager
def _our_ctrl_c() -> Iterator[None]:
    """Whoever hears Ctrl-C, hears it afterwards too: Spark puts its own listener there."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Spark puts none there
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if before is not None:  # which is a listener that is not Python's
            signal.signal(signal.SIGINT, before)


def spark_jars() -> list[Path]:
    """Spark's own jars on this machine.

    Raises:
        SetupError: no Spark, or one of the wrong version.
    """
    _pyspark()
    return sorted((_home() / "jars").glob("*.jar"))


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
    """PySpark, if it is one that fits.

    Raises:
        SetupError: there is none, or one of another version.
    """
    pyspark = _found()
    if not pyspark.__version__.startswith(f"{_WANTED}."):
        raise SetupError(
            f"PySpark {pyspark.__version__} does not fit: the bridge works with Spark {_WANTED} "
            f"(Scala 2.12). Type: pip install 'pyspark>={_WANTED},<3.6', and have the cluster run "
            "the same."
        )
    return pyspark


def _found() -> Any:
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
