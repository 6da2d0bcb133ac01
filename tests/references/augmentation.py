"""Distorted images by numpy and scipy: Java's random numbers, a B-spline, an interpolation."""

import math
from collections.abc import Iterator

import numpy as np
from scipy.interpolate import BSpline
from scipy.ndimage import map_coordinates

from dl4j_bridge.augmentation import Augmentation

BITS = 2**64 - 1
BUMP = BSpline.basis_element(np.arange(5), extrapolate=False)
# The mean of a cubic B-spline's square, times the deviation of uniform numbers from -1 to 1.
SPREAD = 151 / 315 / math.sqrt(3)


def mixed(number: int) -> int:
    """SplitMix64, the number that follows a state."""
    z = (number + 0x9E3779B97F4A7C15) & BITS
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & BITS
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & BITS
    return z ^ z >> 31


def java_bits(seed: int) -> Iterator[int]:
    """48 random bits after the other, as `java.util.Random` has them."""
    state = (seed ^ 0x5DEECE66D) & (2**48 - 1)
    while True:
        state = (state * 0x5DEECE66D + 0xB) & (2**48 - 1)
        yield state


class JavaRandom:
    def __init__(self, seed: int) -> None:
        self.bits = java_bits(seed)

    def double(self) -> float:
        high, low = next(self.bits) >> 22, next(self.bits) >> 21
        return ((high << 27) + low) / 2**53

    def float(self) -> float:
        return (next(self.bits) >> 24) / 2**24

    def within(self, bound: float) -> float:
        return bound * (2 * self.double() - 1)


def affine(random: JavaRandom, a: Augmentation) -> tuple[np.ndarray, np.ndarray]:
    """Matrix and shift from a place (x, y), relative to the centre, to where it comes from."""
    angle = random.within(math.radians(a.rotate))
    lean = math.tan(random.within(math.radians(a.shear)))
    size = np.array([1 + random.within(a.scale), 1 + random.within(a.scale)])
    shift = np.array([random.within(a.shift), random.within(a.shift)])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return turn @ np.array([[1, lean], [0, 1]]) @ np.diag(1 / size), shift


def spline(places: np.ndarray, knots: int) -> np.ndarray:
    """What each place has from each knot: shape (places, knots)."""
    return np.nan_to_num(BUMP(places[:, None] - np.arange(knots) + 3))


def displacements(random: JavaRandom, a: Augmentation, height: int, width: int) -> np.ndarray:
    """Shape (2, height, width): along x, along y."""
    distance = a.smoothness * math.sqrt(3)
    across, down = random.double(), random.double()
    sizes = [int((length - 1) / distance + 1) + 4 for length in (height, width)]
    rows = spline(np.arange(height) / distance + down, sizes[0])
    columns = spline(np.arange(width) / distance + across, sizes[1])
    fields = []
    for _ in range(2):
        knots = np.array(
            [[2 * random.float() - 1 for _ in range(sizes[1])] for _ in range(sizes[0])]
        )
        fields.append(a.elastic / SPREAD * rows @ knots @ columns.T)
    return np.array(fields)


def distorted(image: np.ndarray, a: Augmentation, *, seed: int, row: int, epoch: int) -> np.ndarray:
    """An image of shape (channels, height, width) as an epoch has it."""
    random = JavaRandom(mixed((mixed((mixed(seed & BITS) + epoch) & BITS) + row) & BITS))
    matrix, shift = affine(random, a)
    _, height, width = image.shape
    y, x = np.mgrid[:height, :width]
    centre = np.array([width - 1, height - 1])[:, None, None] / 2
    places = np.tensordot(matrix, np.array([x, y]) - centre, 1) + shift[:, None, None] + centre
    if a.elastic:
        places = places + displacements(random, a, height, width)
    return np.array(
        [map_coordinates(plane, places[::-1], order=1, mode="nearest") for plane in image]
    )
