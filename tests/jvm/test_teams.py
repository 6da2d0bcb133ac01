"""Threads that share out the work, all of them the bridge's own."""

import ctypes
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jpype
import pytest

from dl4j_bridge.dl4j import Nd4j
from dl4j_bridge.jvm import environment, start
from dl4j_bridge.jvm.blas import blas_library
from dl4j_bridge.jvm.options import JvmOptions
from tests import spawned

linux = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc")

CHILD = """
import hashlib
import jpype
import numpy as np
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks

data = bridge.datasets.mnist().take(train=300, test=250)
network = networks.build(bridge.preset("lecture"), data)
history = bridge.fit(network, data, epochs=2, batch_size=128, progress=False)
print(jpype.JClass("dl4jbridge.team.Team").size())
for array in (network.params(), bridge.predict(network, data.test.x, batch_size=32)):
    print(hashlib.sha256(np.asarray(array).tobytes()).hexdigest())
print(*history.scores)
"""


@pytest.fixture
def options(jvm: JvmOptions) -> JvmOptions:
    Nd4j.ones(1)
    return jvm


def test_the_team_has_the_threads_of_the_options(options: JvmOptions) -> None:
    assert int(jpype.JClass("dl4jbridge.team.Team").size()) == options.threads


@linux
def test_a_matrix_product_is_made_by_one_thread(options: JvmOptions) -> None:
    [path] = set(re.findall(r"/\S*/libopenblas\.so\S*", Path("/proc/self/maps").read_text()))
    assert ctypes.CDLL(path).openblas_get_num_threads() == 1


def test_an_operation_of_nd4j_is_made_by_one_thread(options: JvmOptions) -> None:
    native: Any = jpype.JClass("org.nd4j.nativeblas.NativeOpsHolder").getInstance()
    assert int(native.getDeviceNativeOps().ompGetMaxThreads()) == 1


def test_any_number_of_threads_gives_a_dense_network_the_same_bits() -> None:
    children = {
        threads: spawned.start(
            [sys.executable, "-c", CHILD],
            stdout=subprocess.PIPE,
            env={**os.environ, "DL4J_BRIDGE_THREADS": threads},
            text=True,
        )
        for threads in ("1", "2", "4")
    }
    printed = [child.communicate()[0].split() for child in children.values()]
    sizes, parameters, outputs, *scores = zip(*printed, strict=True)
    assert sizes == tuple(children)
    assert len(set(parameters)) == len(set(outputs)) == 1
    assert all(len(set(score)) == 1 for score in scores)


def test_what_the_bits_depend_on_is_recorded(options: JvmOptions) -> None:
    facts = environment.describe()
    assert json.loads(json.dumps(facts)) == facts
    for name, value in vars(options).items():
        assert facts[name] == value
    assert facts["blas"] == blas_library()


@linux
def test_the_library_of_matrix_products_says_what_it_is(options: JvmOptions) -> None:
    assert re.match(r"OpenBLAS 0\.3\.\d+ .*MAX_THREADS", blas_library() or "")


def test_the_same_options_may_be_asked_for_again(options: JvmOptions) -> None:
    assert start.ensure(options) == options
