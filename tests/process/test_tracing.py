"""The tracing agent, in JVMs of programs and in Python's own."""

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.course.arrays import checksum
from dl4j_bridge.course.trace import Trace, read
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.toolchain import find_java, find_javac
from dl4j_bridge.jvm.tracing import agent_arguments

PROGRAM = Path(__file__).parents[1] / "java" / "Traced.java"


@dataclass(frozen=True)
class Ran:
    printed: str
    said: str
    exit_code: int


class Programs:
    """The test's program, compiled, to be run with and without the agent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        jars = os.pathsep.join(map(str, class_path()))
        self.class_path = f"{folder}{os.pathsep}{jars}"
        command = [str(find_javac()), "-d", str(folder), "-cp", self.class_path, str(PROGRAM)]
        subprocess.run(command, check=True)

    def run(self, name: str, seeds: str, *agent: str) -> Ran:
        """Run it; the name is for the file that it saves a network to."""
        done = subprocess.run(
            [
                *(str(find_java().home / "bin" / "java"), *agent, "-cp", self.class_path),
                # What runs for a second is not worth the better compiler's time.
                "-XX:TieredStopAtLevel=1",
                *("-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "Traced", seeds),
                str(self.folder / f"{name}.zip"),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        return Ran(done.stdout, done.stderr, done.returncode)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    return Programs(tmp_path_factory.mktemp("program with spaces"))


@pytest.fixture(scope="module")
def runs(programs: Programs) -> dict[str, Ran]:
    """Each program once, side by side; the second without seeds takes those of the first."""
    folder = programs.folder
    with ThreadPoolExecutor(2) as pool:
        plain = pool.submit(programs.run, "plain", "seeded")
        traced = pool.submit(programs.run, "traced", "seeded", *agent_arguments(folder / "traced"))
        first = pool.submit(programs.run, "first", "unseeded", *agent_arguments(folder / "first"))
        again = agent_arguments(folder / "again", folder / "first")
        first.result()
        replayed = pool.submit(programs.run, "again", "unseeded", *again)
        return {
            "plain": plain.result(),
            "traced": traced.result(),
            "first": first.result(),
            "again": replayed.result(),
        }


@pytest.fixture(scope="module")
def trace(programs: Programs, runs: dict[str, Ran]) -> Trace:
    return read(programs.folder / "traced")


def line(marker: str) -> int:
    lines = PROGRAM.read_text("utf-8").splitlines()
    return next(number for number, text in enumerate(lines, 1) if f"// line {marker}" in text)


def test_the_program_does_the_same_with_the_agent(runs: dict[str, Ran]) -> None:
    assert runs["plain"].exit_code == 3, runs["plain"].said
    assert len(runs["plain"].printed.splitlines()) == 6
    assert runs["traced"] == runs["plain"]


def test_nothing_is_missing(trace: Trace) -> None:
    assert trace.troubles == ()
    assert trace.seconds is not None
    assert all(network.final for network in trace.networks)
    assert trace.environment["backend"] == "CpuBackend"
    assert trace.environment["nd4j"] == "nd4j-api-1.0.0-M2.1.jar"


def test_networks_tell_where_they_are_from(trace: Trace) -> None:
    assert [(one.type, one.origin) for one in trace.networks] == [
        ("MultiLayerNetwork", "init"),
        ("MultiLayerNetwork", "file"),
        ("MultiLayerNetwork", "transfer"),
        ("ComputationGraph", "init"),
        ("MultiLayerNetwork", "init"),
        *[("MultiLayerNetwork", "clone")] * (len(trace.networks) - 5),
    ]
    assert len(trace.networks) > 5
    assert {(one.seed, one.seed_given) for one in trace.networks} == {(123, True)}
    loaded = trace.networks[1]
    assert loaded.path == trace.saved[0].path
    assert trace.saved[0].network == 0
    assert loaded.configuration["confs"][0]["layer"]["nout"] == 6


def test_parameters_are_found_in_the_flat_vector(trace: Trace) -> None:
    first, loaded = trace.networks[:2]
    assert [one.name for one in first.parameters] == ["0_W", "0_b", "1_W", "1_b"]
    weights, bias = (one.of(first.initial_values()) for one in first.parameters[:2])
    assert weights.shape == (4, 6)
    assert (bias == 0).all()
    assert weights.std() > 0.1
    for network in trace.networks:
        last = network.final_values()
        assert last is not None
        assert network.final is not None
        for values, parameters in (
            (network.initial_values(), network.parameters),
            (last, network.final),
        ):
            for one in parameters:
                part = values[one.offset : one.offset + one.length]
                assert hashlib.sha256(part).hexdigest() == one.sha256
    # It was written after training, and read back.
    saved = [one for one in trace.iterations if one.network == 0][-1]
    assert saved.parameters == {
        one.name: checksum(loaded.initial_values()[one.offset : one.offset + one.length])
        for one in loaded.parameters
    }


def test_fits_are_the_outermost_calls(trace: Trace) -> None:
    assert [(one.network, one.kind, one.epochs) for one in trace.fits] == [
        (0, "DataSetIterator", 2),
        (0, "DataSet", None),
        (1, "DataSet", None),
        (2, "DataSet", None),
        (3, "DataSetIterator", 1),
        (4, "EarlyStoppingTrainer", None),
    ]
    assert trace.fits[0].line == line("FIT")
    assert trace.fits[4].line == line("GRAPH")
    assert trace.fits[0].iterator == 0


def test_every_update_is_told(trace: Trace) -> None:
    first = [one for one in trace.iterations if one.call == 0]
    assert [(one.iteration, one.epoch, one.rows) for one in first] == [
        (i, i // 4, (16, 16, 16, 12)[i % 4]) for i in range(8)
    ]
    assert all(0 < one.score < 3 and one.binary for one in first)
    assert len({one.parameters["0_W"] for one in first}) == 8
    # The last update's parameters are the final ones.
    for network in trace.networks[:5]:
        last = [one for one in trace.iterations if one.network == network.network][-1]
        values = network.final_values()
        assert values is not None
        assert last.parameters == {
            one.name: checksum(values[one.offset : one.offset + one.length])
            for one in network.parameters
        }


def test_a_frozen_layer_stays(trace: Trace) -> None:
    changed = trace.networks[2]
    assert changed.final is not None
    frozen = [
        now.name
        for now, then in zip(changed.final, changed.parameters, strict=True)
        if now.sha256 == then.sha256
    ]
    assert frozen == ["0_W", "0_b"]


def test_iterators_tell_their_first_batches(trace: Trace) -> None:
    iterator = trace.iterators[0]
    assert (iterator.type, iterator.arguments[1]) == ("ListDataSetIterator", 16)
    assert [one.rows for one in iterator.batches] == [16, 16, 16]
    hashes = [one.hashes for one in trace.iterations if one.call == 0]
    assert [one.hashes for one in iterator.batches] == hashes[:3]
    assert hashes[:4] == hashes[4:]
    assert {one.type for one in trace.iterators[1:]} == {"Own"}


def test_evaluations_of_networks_and_by_hand(trace: Trace) -> None:
    of_network, own = trace.evaluations[:2]
    assert (of_network.network, own.network, own.line) == (0, None, line("ASK"))
    assert of_network.confusion is not None
    counts = np.array(of_network.confusion)
    assert counts.sum() == 60
    assert of_network.values["ACCURACY"] == pytest.approx(np.trace(counts) / 60)
    assert own.values == of_network.values


def test_without_seeds_a_replay_has_the_same_bits(programs: Programs, runs: dict[str, Ran]) -> None:
    assert runs["first"].printed != runs["plain"].printed
    assert runs["again"] == runs["first"]
    first, again = read(programs.folder / "first"), read(programs.folder / "again")
    assert not any(one.seed_given for one in first.networks)
    assert not any(one.replayed for one in first.seeds)
    assert all(one.replayed for one in again.seeds)
    assert {
        "builder",
        "nd4j main",
        "random program",
        "random org.nd4j.linalg.dataset.DataSet",
        "random java.lang.Math$RandomNumberGeneratorHolder",
    } <= {one.kind for one in again.seeds}
    assert [one.parameters for one in again.iterations] == [
        one.parameters for one in first.iterations
    ]


def test_a_seed_of_nd4js_tells_only_if_a_number_is_drawn(programs: Programs, trace: Trace) -> None:
    made = {one.kind: one.used for one in reversed(trace.seeds)}
    assert not made["nd4j main"]  # the program sets its own at once
    first = read(programs.folder / "first")
    assert {one.kind: one.used for one in reversed(first.seeds)}["nd4j main"]


CLOCK = """
import java.util.Random;
public class Clock {
    public static void main(String[] args) {
        System.out.print(new Random(1_234_567_890).nextInt() - new Random(1_234_567_890).nextInt());
        System.out.print(new Random(System.nanoTime()).nextInt() == 0);
        System.out.print(new Random(System.currentTimeMillis()).nextInt() == 0);
    }
}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="unshare is Linux'")
@pytest.mark.parametrize("up", [30, 1_000, 10_000_000], ids="up for {} s".format)
def test_the_clock_is_known_by_its_time(tmp_path: Path, up: int) -> None:
    program = tmp_path / "Clock.java"
    program.write_text(CLOCK, "utf-8")
    moved = up - int(time.clock_gettime(time.CLOCK_MONOTONIC))
    clock = ["unshare", "--time", "--fork", "--monotonic", str(moved)]
    if os.getuid() != 0:
        clock.append("--map-root-user")
    if subprocess.run([*clock, "true"], capture_output=True).returncode != 0:
        pytest.skip("this system lends no clocks")
    java = [str(find_java().home / "bin" / "java"), *agent_arguments(tmp_path / "trace")]
    words = [*clock, *java, "-cp", os.pathsep.join(map(str, class_path())), str(program)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("0falsefalse", 0), done.stderr
    nanos, millis = (one.seed for one in read(tmp_path / "trace").seeds)
    assert up <= nanos / 1e9 < up + 60
    assert abs(millis / 1e3 - time.time()) < 60


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(
    programs: Programs, runs: dict[str, Ran]
) -> None:
    occupied = programs.folder / "file"
    occupied.write_text("")
    ran = programs.run("other", "seeded", *agent_arguments(occupied))
    assert (ran.printed, ran.exit_code) == (runs["plain"].printed, 3)
    assert ran.said.count("The trace is not complete") == 1


TWIN = """
import jpype
from dl4j_bridge.dl4j import (
    Activation, DataSet, DenseLayer, MultiLayerNetwork, Nd4j, NeuralNetConfiguration, OutputLayer
)
builder = NeuralNetConfiguration.Builder().list()
builder.layer(DenseLayer.Builder().nIn(4).nOut(6).build())
builder.layer(OutputLayer.Builder().nIn(6).nOut(3).activation(Activation.SOFTMAX).build())
net = MultiLayerNetwork(builder.build())
net.init()
noise = jpype.JClass("java.util.Random")().nextInt()
net.fit(DataSet(Nd4j.rand(8, 4).addi(noise % 10), Nd4j.ones(8, 3)))
print(noise, net.params().sumNumber())
"""


def test_pythons_own_jvm_is_traced_and_replayed(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    for variables in (
        {"DL4J_BRIDGE_TRACE": str(first)},
        {"DL4J_BRIDGE_TRACE": str(again), "DL4J_BRIDGE_REPLAY": str(first)},
    ):
        done = subprocess.run(
            [sys.executable, "-c", TWIN], env={**os.environ, **variables}, timeout=120
        )
        assert done.returncode == 0
    one, other = read(first), read(again)
    assert one.iterations[0].parameters == other.iterations[0].parameters
    assert [fit.line for fit in one.fits] == [None]
    assert one.seconds is not None
    assert one.networks[0].final is not None
    assert one.networks[0].final == other.networks[0].final
