"""The published data sets, by the names they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .cifar import cifar10, is_cifar10
from .dataset import Dataset
from .fashion import fashion_mnist, is_fashion_mnist
from .handwriting import SPLITS, emnist, is_emnist
from .published import CIFAR10, EMNIST, FASHION_MNIST, Published

__all__ = ["KNOWN", "Known"]


@dataclass(frozen=True)
class Known:
    """How to come by a data set.

    Attributes:
        published: what its authors publish.
        holds: whether a folder has its files.
        load: reads it; takes a folder or None, and `on_progress`.
    """

    published: Published
    holds: Callable[[Path], bool]
    load: Callable[..., Dataset]


KNOWN: dict[str, Known] = {
    "fashion-mnist": Known(FASHION_MNIST, is_fashion_mnist, fashion_mnist),
    "cifar10": Known(CIFAR10, is_cifar10, cifar10),
    **{
        f"emnist-{split}": Known(EMNIST, partial(is_emnist, split), partial(emnist, split))
        for split in SPLITS
    },
}
