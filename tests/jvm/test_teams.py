"""How many threads work together while a network trains."""

import ctypes
import json
import re
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets, presets
from dl4j_bridge.dl4j import Nd4j, networks
from dl4j_bridge.dl4j.inputs import has_convolution
from dl4j_bridge.jvm import environment, start
from dl4j_bridge.jvm.blas import blas_library
from dl4j_bridge.jvm.options import JvmOptions
from dl4j_bridge.jvm.settings import Team
from dl4j_bridge.jvm.teams import training_team

DIGITS = datasets.mnist().take(train=64, test=50)
linux = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads /proc")


@pytest.fixture
def options(jvm: JvmOptions) -> JvmOptions:
    Nd4j.ones(1)
    return jvm


def in_force() -> Team:
    """What Java and native code themselves say."""
    native: Any = jpype.JClass("org.nd4j.nativeblas.NativeOpsHolder").getInstance()
    omp = int(native.getDeviceNativeOps().ompGetMaxThreads())
    return Team(int(jpype.JClass("dl4jbridge.team.Team").size()), omp)


@linux
def test_a_matrix_product_is_made_by_one_thread(options: JvmOptions) -> None:
    [path] = set(re.findall(r"/\S*/libopenblas\.so\S*", Path("/proc/self/maps").read_text()))
    assert ctypes.CDLL(path).openblas_get_num_threads() == 1


@pytest.mark.parametrize("convolution", [False, True])
def test_the_team_is_in_force_inside_the_block_only(options: JvmOptions, convolution: bool) -> None:
    with training_team(convolution=convolution):
        assert in_force() == options.team(convolution=convolution)
    assert in_force() == options.largest_team
    with pytest.raises(ZeroDivisionError), training_team(convolution=convolution):
        raise ZeroDivisionError
    assert in_force() == options.largest_team


@pytest.mark.parametrize(("name", "convolution"), [("lecture", False), ("lenet", True)])
def test_fit_takes_the_team_of_the_network(
    options: JvmOptions, name: str, convolution: bool
) -> None:
    network = networks.build(presets.preset(name), DIGITS)
    assert has_convolution(network) == convolution
    seen = []
    bridge.fit(network, DIGITS, batch_size=32, progress=lambda status: seen.append(in_force()))
    assert set(seen) == {options.team(convolution=convolution)}
    assert in_force() == options.largest_team


def test_what_was_trained_before_does_not_change_a_prediction(options: JvmOptions) -> None:
    network = networks.build(presets.preset("lecture"), DIGITS)
    before = bridge.predict(network, DIGITS.test.x)
    bridge.fit(networks.build(presets.preset("lenet"), DIGITS), DIGITS, progress=False)
    bridge.fit(networks.build(presets.preset("lecture"), DIGITS), DIGITS, progress=False)
    np.testing.assert_array_equal(bridge.predict(network, DIGITS.test.x), before)


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
