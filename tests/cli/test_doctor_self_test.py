"""`dl4j-bridge doctor --self-test`: it trains, knows the bits, tells a fault from other bits."""

import json
import sys

import pytest

from dl4j_bridge.lab.doctor import self_test
from dl4j_bridge.lab.doctor.findings import Check

from .conftest import Cli

KNOWN = json.loads(self_test._KNOWN.read_text("utf-8"))
BLAS = "OpenBLAS 0.3.19 DYNAMIC_ARCH NO_AFFINITY USE_OPENMP Haswell MAX_THREADS=64"
GENERIC = "DL4J_BRIDGE_NATIVE=linux-x86_64 dl4j-bridge doctor --self-test"


def answer(**others: object) -> dict[str, object]:
    bits = KNOWN["linux-x86_64-avx2"]["OpenBLAS 0.3.19 Haswell"]
    usual = {"native": "linux-x86_64-avx2", "blas": BLAS, "sha256": bits}
    return {**usual, "deviation": 3e-7, "accuracy": 0.97, **others}


def why(check: Check, name: str) -> str:
    return next(row.why for row in check.rows if row.name == name)


def test_it_trains_and_knows_the_bits(cli: Cli) -> None:
    done = cli("doctor", "--self-test", "--json", DL4J_BRIDGE_THREADS="1")
    assert done.returncode == 0
    rows = {row["name"]: row for row in json.loads(done.stdout)["found"]["Self-test"]}
    assert rows["self-test"]["value"] is True
    assert rows["accuracy"]["value"] > 0.95
    assert 0 < rows["distance"]["value"] < 1e-5
    build, kernels = rows["build"]["value"], rows["build"]["why"].removeprefix("BLAS kernels ")
    if kernels in KNOWN.get(build, {}):
        assert rows["parameters"]["why"] == "the same bits as where it was measured"
        assert rows["parameters"]["value"] == KNOWN[build][kernels]


def test_bits_are_known_or_told() -> None:
    told = [
        self_test.judged(answer(**others), 1.0)
        for others in ({}, {"sha256": "0" * 64}, {"native": "linux-arm64"})
    ]
    assert [check.problems for check in told] == [(), (), ()]
    assert why(told[0], "parameters") == "the same bits as where it was measured"
    assert why(told[1], "parameters") == "other bits than where it was measured"
    assert why(told[2], "parameters").startswith("no bits were measured")


def test_wrong_numbers_are_a_problem() -> None:
    [problem] = self_test.judged(answer(sha256="0" * 64, deviation=0.02), 1.0).problems
    assert problem.fatal
    assert "2.0e-02 from float64" in problem.text
    assert problem.command == GENERIC


@pytest.mark.parametrize(
    ("code", "said", "command"),
    [
        ("import os; os.kill(os.getpid(), 4)", "was ended by SIGILL", GENERIC),
        ("raise SystemExit('There is no Java.')", "ended with 1. There is no Java.",
         "dl4j-bridge train --data digits --epochs 1"),
    ],
)  # fmt: skip
def test_a_process_that_dies(
    code: str, said: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "module_command", lambda name: [sys.executable, "-c", code])
    [problem] = self_test.look().problems
    assert said in problem.text
    assert (problem.fatal, problem.command) == (True, command)
