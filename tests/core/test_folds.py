"""Folds, what they say of a difference."""

import numpy as np
import pytest

from dl4j_bridge.datasets import stratify
from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab.cross_validation import corrected_t

LABELS = np.repeat(np.arange(3), (23, 50, 30))


def test_every_row_is_in_one_fold_and_every_class_in_equal_shares() -> None:
    folds = stratify.folds(LABELS, 5, seed=7)
    np.testing.assert_array_equal(np.sort(np.concatenate(folds)), np.arange(103))
    assert sorted(map(len, folds)) == [20, 20, 21, 21, 21]
    counts = np.array([np.bincount(LABELS[fold]) for fold in folds])
    assert (np.ptp(counts, axis=0) <= 1).all()


def test_the_seed_decides_which_rows() -> None:
    first, again, other = (stratify.folds(LABELS, 5, seed) for seed in (1, 1, 2))
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert any((a != b).any() for a, b in zip(first[-2:], other[-2:], strict=True))
    assert not np.array_equal(first[2], np.arange(103)[2::5])


def test_too_few_rows_or_folds_are_refused() -> None:
    with pytest.raises(DataError, match="3 rows are too few for 4 folds"):
        stratify.folds(np.arange(3), 4, seed=1)
    with pytest.raises(UsageError, match="cannot be 1 folds"):
        stratify.folds(np.arange(3), 1, seed=1)
    with pytest.raises(UsageError, match="The seed is -1"):
        stratify.folds(np.arange(3), 2, seed=-1)


def test_the_corrected_test_is_more_careful_than_the_plain_one() -> None:
    from scipy import stats

    ours, theirs = [0.91, 0.93, 0.92, 0.95, 0.9], [0.9, 0.91, 0.92, 0.92, 0.88]
    d = np.subtract(ours, theirs)
    # Equation 10 of Nadeau and Bengio with n1/n2 = 4.
    t = d.mean() / np.sqrt((1 / 5 + 1 / 4) * d.var(ddof=1))
    p = corrected_t(ours, theirs)
    assert p == pytest.approx(2 * (1 - stats.t.cdf(t, 4)), rel=1e-9)
    assert p > stats.ttest_rel(ours, theirs).pvalue
    assert corrected_t(ours, ours) == 1.0
