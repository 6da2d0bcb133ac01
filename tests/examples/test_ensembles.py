"""Bagging and boosting, as the course text has them."""

from pathlib import Path

import numpy as np
import pytest

from examples.fundamentals import ensembles
from tests.examples.pictures import is_drawn


@pytest.fixture(scope="module")
def result():
    return ensembles.run(members=15, epochs=45)


def test_the_average_of_bootstraps_is_better_than_each(result) -> None:
    bag = result["bagging"]
    assert bag.accuracy[-1] > bag.members.mean() + 0.04
    assert bag.accuracy[0] == bag.members[0]


def test_boosting_makes_a_disc_of_stripes(result) -> None:
    boost = result["boosting"]
    assert boost.members.max() < 0.85
    assert boost.accuracy[-1] > 0.93
    assert boost.accuracy[0] == boost.members[0]


def test_boosting_looks_at_what_is_hard(result) -> None:
    """The heaviest points lie on either side of the border, at a radius of 0.75 to 0.9."""
    boost = result["boosting"]
    assert boost.sizes.mean() == pytest.approx(1)
    radius = np.linalg.norm(boost.points.x, axis=1)
    heaviest = np.argsort(boost.sizes)[-30:]
    assert np.abs(radius[heaviest] - 0.83).mean() < np.abs(radius - 0.83).mean()


def test_it_is_drawn(result, tmp_path: Path) -> None:
    assert is_drawn(ensembles.draw(result), tmp_path)
