"""EMNIST as DL4J's own fetcher reads it, and as we do."""

from pathlib import Path

import jpype
import numpy as np

from dl4j_bridge import datasets
from dl4j_bridge.datasets import idx
from dl4j_bridge.dl4j import File

COUNT = 14_800  # what DL4J takes for the size of the test half of `letters`


def test_letters_are_the_same(tmp_path: Path) -> None:
    random = np.random.RandomState(1)
    for part, count in (("train", 26), ("test", COUNT)):
        pixels = random.randint(0, 256, (count, 28, 28)).astype(np.uint8)
        labels = (np.arange(count) % 26 + 1).astype(np.uint8)
        idx.write(tmp_path / f"emnist-letters-{part}-images-idx3-ubyte", pixels)
        idx.write(tmp_path / f"emnist-letters-{part}-labels-idx1-ubyte", labels)
    folder = tmp_path / "EMNIST"
    datasets.unpack_emnist("letters", folder, tmp_path)
    ours = datasets.emnist("letters", folder)
    fetchers = jpype.JPackage("org").deeplearning4j.datasets.fetchers
    letters = jpype.JClass("org.eclipse.deeplearning4j.resources.utils.EMnistSet").LETTERS
    fetcher = fetchers.EmnistDataFetcher(letters, False, False, False, 1, File(str(folder)))
    fetcher.fetch(100)
    theirs = fetcher.next()
    np.testing.assert_array_equal(np.asarray(theirs.getFeatures()), ours.test.x[:100])
    np.testing.assert_array_equal(np.asarray(theirs.getLabels()), ours.test.take(100).y)
    iterator = jpype.JClass("org.deeplearning4j.datasets.iterator.impl.EmnistDataSetIterator")
    names = [str(name) for name in iterator.getLabels(letters)]
    assert tuple(names) == ours.classes
