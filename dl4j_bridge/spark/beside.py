"""What Spark's own JVMs get beside what they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SetupError
from .cluster import Cluster

_PLUGINS = "spark.plugins"
_JARS = "spark.jars"


@dataclass(frozen=True)
class Beside:
    """Jars and settings for a Spark that is yet to start.

    Attributes:
        jars: of the driver's JVM; Spark's own classes come first.
        sent: the jar that Spark brings to the executors.
        plugin: its class that runs when an executor starts.
        settings: more of Spark's settings by name.
    """

    jars: Sequence[Path]
    sent: Path
    plugin: str
    settings: Mapping[str, str]

    def configure(self, configuration: Any) -> None:
        """Write all of it into a SparkConf; what the user has set stays."""
        for name, value in ((_JARS, str(self.sent)), (_PLUGINS, self.plugin)):
            configuration.set(name, ",".join(filter(None, [configuration.get(name, ""), value])))
        for name, value in self.settings.items():
            configuration.setIfMissing(name, value)

    def add_jars(self, jvm: Any) -> None:
        """Add the jars to the driver's JVM, as `spark.jars` does when it starts."""
        loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
        for jar in (*self.jars, self.sent):
            loader.addURL(jvm.java.io.File(str(jar)).toURI().toURL())

    def join(self, spark: Any, cluster: Cluster) -> None:
        """Use a context that runs already.

        Raises:
            SetupError: its executors have started without the plugin.
        """
        if not cluster.is_local and self.plugin not in spark.getConf().get(_PLUGINS, ""):
            raise SetupError(
                "Spark runs already in this process, and its executors have started without "
                "Deeplearning4j. Stop it first: pyspark.SparkContext.getOrCreate().stop()."
            )
        self.add_jars(spark._jvm)
