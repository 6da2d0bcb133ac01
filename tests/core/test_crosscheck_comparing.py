"""Each thing that can differ between two traces, changed alone, is found where it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.course.trace import Trace
from dl4j_bridge.lab.crosscheck.comparing import Comparison, compare

from . import crosscheck_traces as traces

SIDES = ("Java", "Python")


@pytest.fixture
def java(tmp_path: Path) -> Trace:
    return traces.trace(tmp_path / "java")


def parting(first: Trace, second: Trace, tolerance: float = 0.0) -> str | None:
    found = compare(first, second, tolerance).parting
    return None if found is None else found.told(SIDES)


def aspect(compared: Comparison, name: str) -> tuple[int, int, float | None]:
    found = next(one for one in compared.aspects if one.name == name)
    return found.compared, found.different, found.largest


def test_a_trace_equals_itself(java: Trace, tmp_path: Path) -> None:
    compared = compare(java, traces.trace(tmp_path / "python"))
    assert compared.parting is None
    assert compared.divergences == ()
    assert aspect(compared, "configuration") == (1, 0, None)
    assert aspect(compared, "initial parameters") == (2, 0, 0.0)
    assert aspect(compared, "batches") == (6, 0, None)
    assert aspect(compared, "scores") == (6, 0, 0.0)
    assert aspect(compared, "parameters per iteration") == (12, 0, None)
    assert aspect(compared, "final parameters") == (2, 0, 0.0)


def test_a_setting(java: Trace) -> None:
    assert parting(java, traces.with_setting(java, 0, "nout", 5)) == (
        "network 0, layer 0 (DenseLayer): nOut: 1000 in Java, 5 in Python"
    )


def test_initial_parameters(java: Trace, tmp_path: Path) -> None:
    values = np.arange(9, dtype=np.float32)
    values[4] += 0.5
    np.save(tmp_path / "other.npy", values)
    other = traces.with_network(
        java, parameters=traces.parameters(values), file=tmp_path / "other.npy"
    )
    assert parting(java, other) == (
        "network 0, layer 0 (DenseLayer), W[0, 2]: 4.0 in Java, 4.5 in Python (difference 0.5)"
    )


def test_a_score(java: Trace) -> None:
    other = traces.with_iteration(java, 2, score=1.7500001)
    assert parting(java, other) == (
        "network 0, iteration 2: score: 1.75 in Java, 1.7500001 in Python (difference 1e-07)"
    )
    assert parting(java, other, tolerance=1e-6) is None


def test_scores_that_are_no_numbers_can_be_equal(java: Trace) -> None:
    first = traces.with_iteration(java, 5, score=float("nan"))
    assert parting(first, traces.with_iteration(java, 5, score=float("nan"))) is None
    assert parting(first, java, tolerance=1.0) is not None


def test_parameters_after_an_iteration(java: Trace) -> None:
    other = traces.with_iteration(java, 3, parameters={"0_W": "w3", "1_b": "xx"})
    assert parting(java, other) == (
        "network 0, iteration 3, layer 1 (OutputLayer), b: b3 in Java, xx in Python"
    )
    compared = compare(java, other, 0.1)
    assert compared.parting is None
    assert aspect(compared, "parameters per iteration") == (12, 1, None)


def test_the_batch_comes_before_what_follows_from_it(java: Trace) -> None:
    other = traces.with_iteration(
        java, 1, features="zz", score=9.0, parameters={"0_W": "", "1_b": ""}
    )
    assert parting(java, other) == "network 0, iteration 1: features: b2 in Java, zz in Python"
    assert len(compare(java, other).divergences) == 4


def test_final_parameters_within_the_tolerance(java: Trace, tmp_path: Path) -> None:
    values = np.arange(9, dtype=np.float32) + 1
    values[7] += 0.25
    values[8] += 0.125
    other = traces.with_final(java, values, tmp_path)
    assert parting(java, other) == (
        "network 0, layer 1 (OutputLayer), b[0, 1]: 8.0 in Java, 8.25 in Python (difference 0.25)"
    )
    assert parting(java, other, 0.2) is not None
    compared = compare(java, other, 0.25)
    assert compared.parting is None
    assert aspect(compared, "final parameters") == (2, 0, 0.25)


def test_zeros_of_two_signs_are_other_bits(java: Trace, tmp_path: Path) -> None:
    zeros = np.zeros(9, dtype=np.float32)
    first = traces.with_final(java, zeros, tmp_path)
    (tmp_path / "second").mkdir()
    second = traces.with_final(java, -zeros, tmp_path / "second")
    assert "0.0 in Java, -0.0 in Python" in str(parting(first, second))
    assert parting(first, second, 1e-30) is None


def test_fewer_iterations(java: Trace) -> None:
    assert parting(java, replace(java, iterations=java.iterations[:4])) == (
        "network 0: 6 iterations in Java, 4 iterations in Python"
    )
    assert parting(replace(java, iterations=java.iterations[:4]), java) == (
        "network 0: 4 iterations in Java, 6 iterations in Python"
    )


def test_no_network_at_all(java: Trace) -> None:
    nothing = replace(java, networks=(), iterations=(), evaluations=(), saved=(), fits=())
    assert "1 network in Java, 0 networks in Python" in str(parting(java, nothing))
    assert compare(nothing, nothing).empty


def test_evaluations(java: Trace) -> None:
    good = java.evaluations[0]
    other = replace(java, evaluations=(replace(good, values={"ACCURACY": 0.8, "F1": 0.8}),))
    assert parting(java, other) == (
        "network 0, Evaluation: accuracy: 0.9 in Java, 0.8 in Python (difference 0.1)"
    )
    other = replace(java, evaluations=(replace(good, confusion=((5, 0), (0, 5))),))
    assert parting(java, other) == (
        "network 0, Evaluation: confusion: 9 right of 10 in Java, 10 right of 10 in Python"
    )
    assert parting(java, replace(java, evaluations=())) == (
        "network 0: 1 evaluation in Java, 0 evaluations in Python"
    )


def test_the_order_of_events_counts_not_that_of_kinds(java: Trace) -> None:
    """The iterator is used before the network is made."""
    first = java.iterators[0]
    batches = (first.batches[0], replace(first.batches[1], features="zz"), first.batches[2])
    other = traces.with_setting(java, 0, "nout", 5)
    other = replace(other, iterators=(replace(first, batches=batches),))
    assert parting(java, other) == "iterator 0, batch 1: features: b2 in Java, zz in Python"


def test_how_fit_is_called_is_told_but_not_judged(java: Trace) -> None:
    other = replace(java, fits=(replace(java.fits[0], epochs=None),))
    compared = compare(java, other)
    assert compared.parting is None
    assert [one.told(SIDES) for one in compared.divergences] == [
        "network 0, call 0 of fit: fit(DataSetIterator, 2 epochs) in Java, "
        "fit(DataSetIterator) in Python"
    ]
