"""Each cause is named when it alone is there, with what one can do about it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dl4j_bridge.course.events import Iterator
from dl4j_bridge.course.trace import Trace
from dl4j_bridge.lab.crosscheck.causes import likely
from dl4j_bridge.lab.crosscheck.comparing import compare
from dl4j_bridge.lab.crosscheck.divergence import EXIT, Compared, Divergence

from . import crosscheck_traces as traces

SIDES = ("Java", "Python")
UPDATER = "org.nd4j.linalg.learning.config."
WEIGHTS = "org.deeplearning4j.nn.weights."


@pytest.fixture
def java(tmp_path: Path) -> Trace:
    return traces.trace(tmp_path / "java")


def causes(first: Trace, second: Trace, **more: Any) -> list[str]:
    return likely(compare(first, second, **more), SIDES)


def other_weights(trace: Trace, folder: Path, **changes: Any) -> Trace:
    values = np.ones(9, dtype=np.float32)
    np.save(folder / "weights.npy", values)
    parameters = traces.parameters(values)
    return traces.with_network(trace, parameters=parameters, file=folder / "weights.npy", **changes)


def each_iteration(trace: Trace, **changes: Callable[[int], Any]) -> Trace:
    for number in range(len(trace.iterations)):
        made = {name: make(number) for name, make in changes.items()}
        trace = traces.with_iteration(trace, number, **made)
    return trace


def test_equal_programs_have_no_causes(java: Trace) -> None:
    assert causes(java, java) == []


def test_no_seed(java: Trace, tmp_path: Path) -> None:
    first = traces.with_network(traces.by_clock(java), seed_given=False)
    assert causes(first, other_weights(first, tmp_path)) == [
        "Java and Python take a seed from the clock (builder, line 11), so every run differs. "
        "Give the same seed in both."
    ]
    assert causes(first, other_weights(java, tmp_path))[0].startswith("Java takes a seed")
    assert causes(java, other_weights(first, tmp_path))[0].startswith("Python takes a seed")


def test_a_replayed_seed_is_no_cause(java: Trace, tmp_path: Path) -> None:
    first = traces.with_network(java, seed_given=False)
    second = other_weights(traces.by_clock(first, replayed=True), tmp_path)
    assert "clock" not in causes(traces.by_clock(first), second)[0]


def test_a_builders_seed_before_its_own_is_no_cause(java: Trace, tmp_path: Path) -> None:
    assert "clock" not in causes(traces.by_clock(java), other_weights(java, tmp_path))[0]


def test_nd4js_own_seed_is_a_cause_if_a_number_was_drawn(java: Trace, tmp_path: Path) -> None:
    second = other_weights(java, tmp_path)
    idle = traces.by_clock(java, kind="nd4j main", used=False)
    assert "clock" not in causes(idle, second)[0]
    assert "clock" in causes(traces.by_clock(java, kind="nd4j main"), second)[0]


def test_seed_zero_is_the_clock(java: Trace, tmp_path: Path) -> None:
    first = traces.by_clock(traces.with_network(java, seed=0), kind="nd4j.setSeed main")
    found = causes(first, other_weights(java, tmp_path, seed=0))[0]
    assert "seed 0 means the clock" in found


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("seed", 7, "The seeds differ, so the first weights do: network: seed is 123 in Java, 7"),
        ("weightInitFn", {"@class": WEIGHTS + "WeightInitRelu"}, "The weights are initialized"),
        ("iupdater", {"@class": UPDATER + "Adam"}, "The updaters differ: layer 0 (DenseLayer)"),
        (
            "iupdater",
            {"@class": UPDATER + "Nesterovs", "learningRate": 0.1, "momentum": 0.9},
            "The updaters differ: layer 0 (DenseLayer): updater.learningRate is 0.006 in Java, 0.1",
        ),
        ("dataType", "DOUBLE", "The networks compute with different data types: network: dataType"),
        ("idropout", {"@class": "a.Dropout", "p": 0.5}, "The dropout differs (`dropOut(p)` keeps"),
        ("nout", 5, "The networks are built differently: layer 0 (DenseLayer): nOut is 1000"),
    ],
)
def test_settings(java: Trace, name: str, value: Any, sentence: str) -> None:
    (found,) = causes(java, traces.with_setting(java, 0, name, value))
    assert found.startswith(sentence)


def test_weights_from_elsewhere(java: Trace, tmp_path: Path) -> None:
    assert causes(java, other_weights(java, tmp_path, origin="file")) == [
        "Network 0 gets its parameters from `init` in Java, from `file` in Python."
    ]


def test_no_fit(java: Trace) -> None:
    (found,) = causes(java, replace(java, iterations=(), fits=()))
    assert found == "Python never trains: a call of `fit` is missing."


def test_swapped_iterators(java: Trace) -> None:
    def iterator(number: int, letter: str) -> Iterator:
        one = java.iterators[0]
        batches = (replace(one.batches[0], iterator=number, features=letter),)
        return replace(one, line_number=1 + number, iterator=number, batches=batches)

    first = replace(java, iterators=(iterator(0, "train"), iterator(1, "test")))
    second = replace(java, iterators=(iterator(0, "test"), iterator(1, "train")))
    (found,) = causes(first, second)
    assert found.startswith("Iterators are swapped: Java's iterator 0 gives the batches of Python")


def test_batch_size(java: Trace) -> None:
    second = each_iteration(java, rows=lambda n: 32, features=lambda n: f"x{n}")
    assert causes(java, second) == ["The batch sizes differ: 64 in Java, 32 in Python."]


def test_binarized(java: Trace) -> None:
    second = each_iteration(java, binary=lambda n: True, features=lambda n: f"x{n}")
    assert causes(java, second)[0].startswith("Python binarizes its data")
    assert causes(second, java)[0].startswith("Java binarizes its data")


def test_another_seed_for_shuffling(java: Trace) -> None:
    one = java.iterators[0]
    batches = tuple(replace(batch, features=f"x{batch.index}") for batch in one.batches)
    second = each_iteration(java, features=lambda n: f"x{n % 3}")
    second = replace(second, iterators=(replace(one, arguments=(64, True, 7), batches=batches),))
    assert causes(java, second)[0] == (
        "An iterator is made differently: iterator 0: MnistDataSetIterator(64, true, 123) in "
        "Java, MnistDataSetIterator(64, true, 7) in Python."
    )


def test_another_order_of_the_same_batches(java: Trace) -> None:
    turned = [traces.HASHES[(n + 1) % 3] for n in range(6)]
    second = each_iteration(java, features=lambda n: turned[n], labels=lambda n: f"l{turned[n]}")
    (found,) = causes(java, second)
    assert found.startswith("The same batches come in a different order.")


def test_features_and_labels_are_told_apart(java: Trace) -> None:
    (found,) = causes(java, each_iteration(java, features=lambda n: f"x{n}"))
    assert "labels are the same" in found
    assert "normalized otherwise" in found
    (found,) = causes(java, each_iteration(java, labels=lambda n: f"x{n}"))
    assert "features are the same" in found
    both = each_iteration(java, features=lambda n: f"x{n}", labels=lambda n: f"y{n}")
    (found,) = causes(java, both)
    assert "shuffled otherwise" in found


def test_epochs(java: Trace) -> None:
    found = causes(java, replace(java, iterations=java.iterations[:3]))
    assert found == ["The numbers of epochs differ: 2 in Java, 1 in Python."]
    found = causes(java, replace(java, iterations=java.iterations[:4]))
    assert found[0].startswith("The numbers of iterations differ: 6 in Java, 4 in Python.")


def test_other_test_data(java: Trace) -> None:
    other = replace(java.evaluations[0], values={"ACCURACY": 0.5})
    (found,) = causes(java, replace(java, evaluations=(other,)))
    assert found.startswith("The networks are the same, so they are evaluated on different data")


def test_random_numbers_of_dropout(java: Trace) -> None:
    first = traces.with_setting(java, 0, "idropout", {"@class": "a.Dropout", "p": 0.5})
    (found,) = causes(first, traces.with_iteration(first, 0, score=1.0))
    assert "dropout or noise: its random numbers differ" in found


def test_another_number_of_threads(java: Trace) -> None:
    second = traces.with_iteration(java, 2, parameters={"0_W": "w2", "1_b": "xx"})
    second = replace(second, environment={**java.environment, "threads": 4, "time": "later"})
    assert causes(java, second) == [
        "They ran in different environments: threads is 2 in Java, 4 in Python."
    ]


def test_one_that_fails(java: Trace) -> None:
    words = ("exit code 0", "exit code 1 (ValueError: no)")
    ended = Compared(EXIT, divergence=Divergence(EXIT, "the end", words))
    assert causes(java, java, more=[ended]) == [
        "Java ended with exit code 0; Python with exit code 1 (ValueError: no)."
    ]


def test_what_is_not_known_is_said(java: Trace) -> None:
    second = traces.with_iteration(java, 2, parameters={"0_W": "w2", "1_b": "xx"})
    (found,) = causes(java, second)
    assert found.startswith("The traces do not show why.")
    assert found.endswith("just before network 0, iteration 2, layer 1 (OutputLayer), b.")
