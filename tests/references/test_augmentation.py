"""Distortions against numpy and scipy, which know nothing of the Java code."""

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.augmentation import Augmentation

from .augmentation import distorted

RANDOM = np.random.default_rng(5)


@pytest.mark.parametrize(
    "augmentation",
    [
        Augmentation(shift=3),
        Augmentation(rotate=30),
        Augmentation(scale=0.3),
        Augmentation(shear=20),
        Augmentation(elastic=2, smoothness=4),
        Augmentation(elastic=1, smoothness=1.5),
        Augmentation(shift=2, rotate=15, scale=0.15, shear=10, elastic=1.4, smoothness=6),
    ],
    ids=str,
)
def test_images_are_those_of_scipy(augmentation: Augmentation) -> None:
    images = RANDOM.random((3, 2, 28, 20), np.float32)
    ours = bridge.augmented(images, augmentation, seed=-7, epoch=4)
    for row, image in enumerate(images):
        theirs = distorted(image, augmentation, seed=-7, row=row, epoch=4)
        # A place is a float32: 28 pixels are known to 2e-6, neighbours differ by up to 1.
        np.testing.assert_allclose(ours[row], theirs, atol=1e-5)


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 9), (3, 9, 1), (1, 2, 2)])
def test_so_are_the_smallest(shape: tuple[int, int, int]) -> None:
    augmentation = Augmentation(shift=1, rotate=15, elastic=1)
    images = RANDOM.random((2, *shape), np.float32)
    ours = bridge.augmented(images, augmentation, seed=9)
    for row, image in enumerate(images):
        theirs = distorted(image, augmentation, seed=9, row=row, epoch=1)
        np.testing.assert_allclose(ours[row], theirs, atol=1e-5)
