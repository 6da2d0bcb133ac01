"""Data for networks: with the package, published elsewhere, in files, in arrays.

>>> from dl4j_bridge import datasets
>>> data = datasets.mnist()
>>> data.train.x.shape, data.train.y.shape
((60000, 784), (60000, 10))
"""

from .arrays import from_arrays
from .catalog import digits, iris, mnist, unpack_mnist
from .cifar import cifar10
from .dataset import Dataset, Split
from .fashion import fashion_mnist
from .handwriting import emnist, unpack_emnist
from .source import load
from .unlabelled import read_unlabelled

__all__ = [
    "Dataset",
    "Split",
    "cifar10",
    "digits",
    "emnist",
    "fashion_mnist",
    "from_arrays",
    "iris",
    "load",
    "mnist",
    "read_unlabelled",
    "unpack_emnist",
    "unpack_mnist",
]
