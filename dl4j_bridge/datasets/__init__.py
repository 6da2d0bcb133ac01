"""Data for networks: what travels with the package, what lies in files, what is in arrays.

>>> from dl4j_bridge import datasets
>>> data = datasets.mnist()
>>> data.train.x.shape, data.train.y.shape
((60000, 784), (60000, 10))
"""

from .arrays import from_arrays
from .catalog import digits, iris, mnist, unpack_mnist
from .dataset import Dataset, Split
from .source import load
from .unlabelled import read_unlabelled

__all__ = [
    "Dataset",
    "Split",
    "digits",
    "from_arrays",
    "iris",
    "load",
    "mnist",
    "read_unlabelled",
    "unpack_mnist",
]
