"""What the classes of published data sets are called."""

from __future__ import annotations

from string import ascii_uppercase, digits

__all__ = ["CIFAR10", "EMNIST", "FASHION_MNIST"]

FASHION_MNIST = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

CIFAR10 = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)

# Small letters that look like their capitals are merged with them in bymerge and balanced.
_MERGED = tuple(digits + ascii_uppercase + "abdefghnqrt")

# Name by label of each split. Source: DL4J's EmnistDataSetIterator.
EMNIST: dict[str, dict[int, str]] = {
    "balanced": dict(enumerate(_MERGED)),
    "byclass": dict(enumerate(digits + ascii_uppercase + ascii_uppercase.lower())),
    "bymerge": dict(enumerate(_MERGED)),
    "digits": dict(enumerate(digits)),
    "letters": dict(enumerate(ascii_uppercase, start=1)),
    "mnist": dict(enumerate(digits)),
}
