"""What makes two data sets the same."""

import numpy as np

from dl4j_bridge.datasets import Dataset


def assert_equal(one: Dataset, other: Dataset) -> None:
    for a, b in [(one.train, other.train), (one.test, other.test)]:
        np.testing.assert_array_equal(a.x, b.x)
        np.testing.assert_array_equal(a.labels, b.labels)
    assert (one.classes, one.image) == (other.classes, other.image)
