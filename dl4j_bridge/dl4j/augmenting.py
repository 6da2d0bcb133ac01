"""Distorted images, as the networks of the mirror are trained on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..augmentation import Augmentation
from ..datasets import Dataset
from ..errors import ArrayError, UsageError
from ..jvm import start
from ..jvm.exceptions import java_errors
from .arrays import to_nd4j

Image = tuple[int, int, int]


def augmented(
    images: npt.ArrayLike,
    augmentation: Augmentation,
    *,
    image: Image | None = None,
    seed: int = 123,
    epoch: int = 1,
) -> npt.NDArray[np.float32]:
    """Images as an epoch of `fit` has them.

    Args:
        images: shape (n, channels, height, width); or (n, values) with `image`.
        augmentation: how they are distorted.
        image: channels, height and width of a row, such as `Dataset.image`.
        seed: that of `fit`.
        epoch: counted from 1.

    Returns:
        New images, float32, of the same shape.

    Raises:
        UsageError: rows that are no images, or an epoch below 1.
        ArrayError: what was given is no array of numbers.
    """
    start.ensure()
    try:
        x = np.ascontiguousarray(images, np.float32)
    except (TypeError, ValueError) as error:
        raise ArrayError(f"images are no array of numbers: {error}") from error
    if isinstance(epoch, bool) or not isinstance(epoch, int) or epoch < 1:
        raise UsageError(f"epoch is {epoch!r}, but must be a whole number of at least 1.")
    with java_errors("The images could not be distorted"):
        distorter = for_training(augmentation, [x], image, seed)
        return np.array(distorter.distorted(to_nd4j(x), epoch))


def image_of(data: object) -> Image | None:
    """Channels, height and width of a data set's rows, if they are images."""
    return data.image if isinstance(data, Dataset) else None


def for_training(
    augmentation: Augmentation | None,
    xs: Sequence[npt.NDArray[Any]],
    image: Image | None,
    seed: int,
) -> Any:
    """The `dl4jbridge.train.Augmentation` for a network's features; None if there is none.

    Raises:
        UsageError: several inputs, rows that are no images, or not float32.
    """
    if augmentation is None:
        return None
    if len(xs) != 1:
        raise UsageError(f"augment distorts one input, but the network has {len(xs)}.")
    [x] = xs
    if x.ndim == 4:
        image = (int(x.shape[1]), int(x.shape[2]), int(x.shape[3]))
    if image is None or x.size != len(x) * np.prod(image) or 0 in image:
        raise UsageError(
            f"augment distorts images, but nothing says that rows of the shape {x.shape[1:]} are "
            "some. Give a data set of images, such as datasets.mnist() or "
            "datasets.from_arrays(images, labels), or x of shape (n, channels, height, width)."
        )
    if x.dtype != np.float32:
        raise UsageError(f"augment distorts float32, but the network computes in {x.dtype}.")
    return jpype.JClass("dl4jbridge.train.Augmentation")(
        jpype.JArray(jpype.JInt)(image),
        jpype.JLong(seed),
        jpype.JArray(jpype.JDouble)(list(augmentation.strengths.values())),
    )
