"""Which settings a measurement chooses, from made-up times."""

import pytest

from dl4j_bridge.jvm.machine import Limits, Machine
from dl4j_bridge.lab import machine_tuning
from dl4j_bridge.lab.machine_tuning import candidates, choose, table
from dl4j_bridge.lab.timing import WORKLOADS, Candidate, Times

FOUR = Machine("", 4, 4, 16 << 30, Limits())
# Factors of a machine that becomes slower and faster: all candidates of a round share them.
NOISE = (1.0, 1.7, 1.2, 3.0, 0.9, 1.1)


def times(tried: list[Candidate], **speeds: float) -> Times:
    """Times of every candidate: one millisecond, times the factor for its name."""
    return {
        one: {load: [noise * speeds.get(key(one), 1.0) for noise in NOISE] for load in WORKLOADS}
        for one in tried
    }


def key(one: Candidate) -> str:
    return f"{one.backend.replace('-', '_')}_{one.threads}"


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 64])
@pytest.mark.parametrize("quick", [False, True])
def test_candidates_begin_with_the_rule_and_fit_the_machine(cores: int, quick: bool) -> None:
    machine = Machine("", cores, cores, 256 << 30, Limits())
    tried = candidates(machine, ["cpu", "cpu-mkl"], quick=quick)
    assert len(set(tried)) == len(tried)
    assert tried[0] == Candidate("cpu", min(4, cores))
    assert all(1 <= one.threads <= cores for one in tried)
    assert {1, min(2, cores), cores} <= {one.threads for one in tried}
    assert tried[-1] == Candidate("cpu-mkl", min(4, cores))


def test_a_small_memory_holds_few_candidates() -> None:
    small = Machine("", 4, 4, 3 << 30, Limits())
    assert len(candidates(small, ["cpu", "cpu-mkl"], quick=False)) == 3
    tiny = Machine("", 4, 4, 1 << 30, Limits())
    assert len(candidates(tiny, ["cpu", "cpu-mkl"], quick=False)) == 1


def test_the_rule_stays_when_nothing_is_faster() -> None:
    tried = candidates(FOUR, ["cpu"], quick=False)
    assert choose(tried, times(tried)) is None
    assert choose(tried, times(tried, cpu_1=0.97, cpu_2=2.0)) is None


def test_the_fastest_over_all_workloads_wins() -> None:
    tried = candidates(FOUR, ["cpu", "cpu-mkl"], quick=False)
    measured = times(tried, cpu_1=0.5, cpu_2=0.8, cpu_mkl_4=0.7)
    choice = choose(tried, measured)
    assert choice is not None
    assert (choice.backend, choice.threads, choice.ratio) == ("cpu", 1, 0.5)
    # Slow with one of three networks: 0.5, 0.5, 4.0.
    measured[Candidate("cpu", 1)][WORKLOADS[2]] = [noise * 4 for noise in NOISE]
    choice = choose(tried, measured)
    assert choice is not None
    assert (choice.backend, choice.threads, choice.ratio) == ("cpu-mkl", 4, 0.7)


def test_a_win_in_few_rounds_is_noise() -> None:
    tried = candidates(FOUR, ["cpu"], quick=False)
    measured = times(tried, cpu_1=0.5)
    lucky = measured[Candidate("cpu", 1)]
    for load in WORKLOADS:
        lucky[load][:2] = [9.0, 9.0]
    assert choose(tried, measured) is None
    always = times(tried, cpu_1=0.5)
    assert choose(tried, always) is not None
    few = {one: {load: ms[:4] for load, ms in of.items()} for one, of in always.items()}
    assert choose(tried, few) is None


def test_the_table_has_the_fastest_first() -> None:
    tried = candidates(FOUR, ["cpu"], quick=True)
    lines = table(tried, times(tried, cpu_1=0.5))
    assert len(lines) == len(tried) * len(WORKLOADS)
    first = lines[0]
    assert (first.settings, first.ratio, first.rule) == ("cpu, threads 1", 0.5, False)
    assert (first.least, first.most) == (0.45, 1.5)
    assert [line.settings for line in lines if line.rule] == ["cpu, threads 4"] * len(WORKLOADS)


def test_a_cache_folder_that_cannot_be_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "file"))
    tried = candidates(FOUR, ["cpu"], quick=False)
    choice = choose(tried, times(tried, cpu_1=0.5))
    with pytest.raises(machine_tuning.ResourceExhausted, match="DL4J_BRIDGE_CACHE"):
        machine_tuning.keep(choice, FOUR)
