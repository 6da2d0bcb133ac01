"""Deeplearning4j's own Spark module on a real cluster: all of MNIST, and what can fail."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dl4j_bridge.jvm.java_home import release
from tests.sparks import Standalone, descendants, kill, standalone, that_run
from tests.torture.test_spark import EXECUTOR, begin, parameters, train, wait_for_epoch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
MODULE = ["--spark-engine", "dl4j"]
# Spark 3.5 runs on Java 8, 11 and 17.
TOO_NEW = 24


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Standalone]:
    with standalone(tmp_path / "cluster", workers=2) as found:
        yield found


def test_two_executors_learn_mnist_as_one_machine_does(cluster: Standalone, tmp_path: Path) -> None:
    alone = train("--out", tmp_path / "alone")
    # Two workers make half as many updates; twice the course's rate makes up for it.
    words = [*MODULE, "--spark", cluster.address, "--learning-rate", 0.012]
    shared = train(*words, "--out", tmp_path / "shared")
    print(f"alone {alone['test_accuracy']:.2%}, two executors {shared['test_accuracy']:.2%}")
    assert abs(alone["test_accuracy"] - shared["test_accuracy"]) < 0.005


@pytest.mark.fault(35)
def test_an_executor_killed_in_mid_epoch_changes_no_bit(
    cluster: Standalone, tmp_path: Path, record_property
) -> None:
    words = ["--data", "digits", "--epochs", 12, "--averaging", 1, "--spark", cluster.address]
    train(*words, *MODULE, "--out", tmp_path / "whole")
    process = begin(*words, *MODULE, "--out", tmp_path / "hurt")
    wait_for_epoch(process)
    running = [number for worker in cluster.workers for number in descendants(worker.pid)]
    kill(that_run(running, EXECUTOR)[0])
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert parameters(tmp_path / "hurt") == parameters(tmp_path / "whole")
    record_property("figure", "0 differing bits")


def newer_java() -> Path | None:
    """A Java on this machine that Spark 3.5 cannot run on."""
    for file in Path("/usr/lib/jvm").glob("*/release"):
        found = re.match(r"\d+", release(file.parent).get("JAVA_VERSION", "").strip('"'))
        if found and int(found[0]) >= TOO_NEW:
            return file.parent
    return None


@pytest.mark.fault(36)
@pytest.mark.skipif(newer_java() is None, reason="no Java here that is too new")
def test_an_executor_on_another_java_is_found_before_work_begins(
    cluster: Standalone, tmp_path: Path
) -> None:
    settings = tmp_path / "conf"
    settings.mkdir()
    text = f"spark.executorEnv.JAVA_HOME {newer_java()}\n"
    (settings / "spark-defaults.conf").write_text(text)
    words = ["--data", "digits", "--epochs", "1", "--spark", cluster.address, *MODULE]
    done = subprocess.run(
        [Path(sys.executable).with_name("dl4j-bridge"), "train", *words, "--out", tmp_path / "run"],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "SPARK_CONF_DIR": str(settings)},
    )
    said = " ".join(done.stderr.split())
    assert done.returncode in (4, 7), said
    assert "Java" in said
    assert "Traceback" not in said
    history = tmp_path / "run/history.jsonl"
    assert not history.exists() or not json.dumps(history.read_text()).strip('"')
