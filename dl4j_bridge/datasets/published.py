"""Published data sets that do not travel with the package: which files, from where, intact.

Sizes and SHA-256 are those TensorFlow Datasets and Keras record; the MD5 sums that the authors'
pages give for the same files agree.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CIFAR10", "EMNIST", "FASHION_MNIST", "Published", "Remote"]


@dataclass(frozen=True)
class Remote:
    """A file to download.

    Attributes:
        name: what the file is called.
        size: bytes.
        sha256: in hexadecimal.
        urls: where it is to be had, the best place first.
        content: SHA-256 of what a `.gz` holds, however it is packed; empty if not known.
    """

    name: str
    size: int
    sha256: str
    urls: tuple[str, ...]
    content: str = ""


@dataclass(frozen=True)
class Published:
    """A data set as its authors publish it.

    Attributes:
        name: how it is asked for, and what its folders are called.
        title: how people call it.
        files: what a download brings.
        layout: what a folder of it holds, for people who fill one by hand.
        licence: under which terms it may be used.
        page: where it is described.
        package: the Debian package that brings it; empty if there is none.
    """

    name: str
    title: str
    files: tuple[Remote, ...]
    layout: str
    licence: str
    page: str
    package: str = ""

    @property
    def size(self) -> int:
        """Bytes of a whole download."""
        return sum(file.size for file in self.files)


def _fashion(name: str, size: int, sha256: str, content: str) -> Remote:
    bases = (
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    )
    return Remote(name, size, sha256, tuple(base + name for base in bases), content)


FASHION_MNIST = Published(
    "fashion-mnist",
    "Fashion-MNIST",
    (
        _fashion(
            "train-images-idx3-ubyte.gz",
            26421880,
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        ),
        _fashion(
            "train-labels-idx1-ubyte.gz",
            29515,
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        ),
        _fashion(
            "t10k-images-idx3-ubyte.gz",
            4422102,
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        ),
        _fashion(
            "t10k-labels-idx1-ubyte.gz",
            5148,
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        ),
    ),
    "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
    "t10k-labels-idx1-ubyte, each maybe with .gz",
    "MIT",
    "https://github.com/zalandoresearch/fashion-mnist",
    package="dataset-fashion-mnist",
)

CIFAR10 = Published(
    "cifar10",
    "CIFAR-10",
    (
        Remote(
            "cifar-10-binary.tar.gz",
            170052171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            (
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                "https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz",
            ),
        ),
    ),
    "cifar-10-binary.tar.gz, or what is in it: data_batch_1.bin to data_batch_5.bin and "
    "test_batch.bin",
    "none stated; its authors ask to cite A. Krizhevsky, 2009",
    "https://www.cs.toronto.edu/~kriz/cifar.html",
)

EMNIST = Published(
    "emnist",
    "EMNIST",
    (
        Remote(
            "emnist-gzip.zip",
            561753746,
            "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
            (
                "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
                "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip",
            ),
        ),
    ),
    "the split's emnist-…-train-images-idx3-ubyte, -train-labels-idx1-ubyte and the same two "
    "with -test-, each maybe with .gz (they are in NIST's gzip.zip)",
    "none stated; made from NIST Special Database 19 by G. Cohen and others, 2017",
    "https://www.nist.gov/itl/products-and-services/emnist-dataset",
)
