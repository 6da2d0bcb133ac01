"""Which settings a measurement chooses, from made-up times."""

import pytest

from dl4j_bridge.jvm.machine import Limits, Machine
from dl4j_bridge.jvm.settings import Team
from dl4j_bridge.lab import machine_tuning
from dl4j_bridge.lab.machine_tuning import candidates, choose, table
from dl4j_bridge.lab.timing import WORKLOADS, Candidate, Times

FOUR = Machine("", 4, 4, 16 << 30, Limits())
# Factors of a machine that becomes slower and faster: all candidates of a round share them.
NOISE = (1.0, 1.7, 1.2, 3.0, 0.9, 1.1)


def times(tried: list[Candidate], **speeds: float) -> Times:
    """Times of every candidate: one millisecond, times the factor for its team's name."""
    return {
        one: {
            load: [noise * speeds.get(key(one, load.convolution), 1.0) for noise in NOISE]
            for load in WORKLOADS
        }
        for one in tried
    }


def key(one: Candidate, convolution: bool) -> str:
    kind = "conv" if convolution else "dense"
    return f"{one.backend.replace('-', '_')}_{kind}_{one.team.threads}_{one.team.omp}"


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 64])
@pytest.mark.parametrize("quick", [False, True])
def test_candidates_begin_with_the_rule_and_fit_the_machine(cores: int, quick: bool) -> None:
    machine = Machine("", cores, cores, 256 << 30, Limits())
    tried = candidates(machine, ["cpu", "cpu-mkl"], quick=quick)
    assert len(set(tried)) == len(tried)
    assert tried[0] == Candidate("cpu", Team(min(2, cores), 1))
    assert all(max(one.team.threads, one.team.omp) <= cores for one in tried)
    assert {one.backend for one in tried} == {"cpu", "cpu-mkl"}


def test_a_small_memory_holds_few_candidates() -> None:
    small = Machine("", 4, 4, 3 << 30, Limits())
    assert len(candidates(small, ["cpu", "cpu-mkl"], quick=False)) == 3
    tiny = Machine("", 4, 4, 1 << 30, Limits())
    assert len(candidates(tiny, ["cpu", "cpu-mkl"], quick=False)) == 2


def test_the_rule_stays_when_nothing_is_faster() -> None:
    tried = candidates(FOUR, ["cpu"], quick=False)
    assert choose(tried, times(tried), FOUR) is None
    assert choose(tried, times(tried, cpu_dense_1_1=0.97, cpu_conv_4_1=2.0), FOUR) is None


def test_each_kind_of_network_gets_its_own_team() -> None:
    tried = candidates(FOUR, ["cpu"], quick=False)
    choice = choose(tried, times(tried, cpu_dense_4_1=0.5, cpu_conv_1_1=0.7), FOUR)
    assert choice is not None
    assert (choice.dense, choice.convolution) == (Team(4, 1), Team(1, 1))
    assert choice.ratio == pytest.approx((0.5 * 0.5 * 0.7) ** (1 / 3))
    kept = choice.remembered()
    assert (kept.dense_threads, kept.dense_omp, kept.convolution_threads) == (4, 1, 1)


def test_a_win_in_few_rounds_is_noise() -> None:
    tried = candidates(FOUR, ["cpu"], quick=False)
    measured = times(tried, cpu_dense_4_1=0.5)
    lucky = measured[Candidate("cpu", Team(4, 1))]
    for load in WORKLOADS:
        lucky[load][:2] = [9.0, 9.0]
    assert choose(tried, measured, FOUR) is None
    always = times(tried, cpu_dense_4_1=0.5)
    assert choose(tried, always, FOUR) is not None
    few = {one: {load: ms[:4] for load, ms in of.items()} for one, of in always.items()}
    assert choose(tried, few, FOUR) is None


def test_another_backend_must_win_as_a_whole() -> None:
    tried = candidates(FOUR, ["cpu", "cpu-mkl"], quick=False)
    faster = {"cpu_mkl_dense_2_1": 0.6, "cpu_mkl_conv_2_2": 0.8}
    choice = choose(tried, times(tried, **faster), FOUR)
    assert choice is not None
    assert (choice.backend, choice.dense, choice.convolution) == ("cpu-mkl", Team(2, 1), Team(2, 2))
    lost = {**faster, "cpu_mkl_conv_2_2": 9.0, "cpu_mkl_conv_2_1": 9.0}
    assert choose(tried, times(tried, **lost), FOUR) is None


def test_the_table_has_the_fastest_first() -> None:
    tried = candidates(FOUR, ["cpu"], quick=True)
    lines = table(tried, times(tried, cpu_dense_1_1=0.5), FOUR)
    assert len(lines) == len(tried) * len(WORKLOADS)
    first = lines[0]
    assert (first.settings, first.ratio, first.rule) == ("cpu, BLAS 1, OpenMP 1", 0.5, False)
    assert (first.least, first.most) == (0.45, 1.5)
    assert [line.settings for line in lines if line.rule] == [
        "cpu, BLAS 2, OpenMP 1",
        "cpu, BLAS 2, OpenMP 1",
        "cpu, BLAS 2, OpenMP 2",
    ]


def test_a_cache_folder_that_cannot_be_written(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "file"))
    tried = candidates(FOUR, ["cpu"], quick=False)
    choice = choose(tried, times(tried, cpu_dense_4_1=0.5), FOUR)
    with pytest.raises(machine_tuning.ResourceExhausted, match="DL4J_BRIDGE_CACHE"):
        machine_tuning.keep(choice, FOUR)
