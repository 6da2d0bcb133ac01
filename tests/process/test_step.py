"""The step of dense networks where BLAS and ND4J round in other ways than here."""

import os
import subprocess
import sys

import pytest

from dl4j_bridge.jvm.cpu import cpu_flags

CHILD = """
import jpype
import numpy as np
from dl4j_bridge.jvm import start
start.ensure()
from tests.jvm.test_acceleration import dense, network, output, trained
from tests.jvm.test_step import step

def made():
    return network(layers=[dense(lambda b: b.nOut(100)), output()])

ours, stock = made(), made()
assert step(ours) == "DenseStep"
np.testing.assert_array_equal(trained(ours, "exact")[0], trained(stock, "off")[0])
print(jpype.JClass("dl4jbridge.blas.SameBits").swapped(40, 784, 100))
"""


@pytest.mark.skipif("avx2" not in cpu_flags(), reason="the CPU lacks AVX2")
@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_blas_that_rounds_a_transposed_product_otherwise(threads: str) -> None:
    """OpenBLAS's kernels for Haswell do, those for AVX-512 do not."""
    environment = {"OPENBLAS_CORETYPE": "Haswell", "DL4J_BRIDGE_THREADS": threads}
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False"]
