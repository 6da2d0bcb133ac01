"""The share of the machine that is ours, from real files in a folder and from a real affinity."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dl4j_bridge.jvm.machine import Limits, Machine, cgroup_limits, this_machine


class Groups:
    """A tree of control groups."""

    def __init__(self, folder: Path, own: str) -> None:
        self.root = folder / "cgroup"
        self.own = folder / "own"
        self.own.write_text(own, "ascii")

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n", "ascii")

    def limits(self) -> Limits:
        return cgroup_limits(self.root, self.own)


def test_version_2_in_a_container(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "0::/\n")
    groups.write("cpu.max", "150000 100000")
    groups.write("memory.max", "2147483648")
    assert groups.limits() == Limits(1.5, 2 << 30)


def test_version_2_without_limits(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "0::/user.slice\n")
    groups.write("user.slice/cpu.max", "max 100000")
    groups.write("user.slice/memory.max", "max")
    assert groups.limits() == Limits(None, None)


def test_the_tightest_group_above_counts(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "0::/a/b/c\n")
    groups.write("a/cpu.max", "100000 100000")
    groups.write("a/b/c/cpu.max", "400000 100000")
    groups.write("a/b/memory.max", "1000000000")
    groups.write("a/b/c/memory.max", "3000000000")
    assert groups.limits() == Limits(1.0, 1_000_000_000)


def test_version_1(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "5:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f\n1:name=systemd:/\n")
    groups.write("cpu,cpuacct/docker/1f/cpu.cfs_quota_us", "250000")
    groups.write("cpu,cpuacct/docker/1f/cpu.cfs_period_us", "100000")
    groups.write("memory/docker/1f/memory.limit_in_bytes", "536870912")
    groups.write("memory/memory.limit_in_bytes", "9223372036854771712")
    assert groups.limits() == Limits(2.5, 512 << 20)


def test_version_1_without_limits(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "2:cpu:/\n1:memory:/\n")
    groups.write("cpu/cpu.cfs_quota_us", "-1")
    groups.write("cpu/cpu.cfs_period_us", "100000")
    groups.write("memory/memory.limit_in_bytes", "9223372036854771712")
    assert groups.limits() == Limits(None, None)


def test_in_a_container_the_named_path_does_not_exist(tmp_path: Path) -> None:
    groups = Groups(tmp_path, "2:cpu,cpuacct:/docker/1f\n1:memory:/docker/1f\n")
    groups.write("cpu/cpu.cfs_quota_us", "50000")
    groups.write("cpu/cpu.cfs_period_us", "100000")
    groups.write("memory/memory.limit_in_bytes", "1073741824")
    assert groups.limits() == Limits(0.5, 1 << 30)


@pytest.mark.parametrize("text", ["", "abc", "100000", "100000 0", "1 2 3", "max max", "1e5 1e5"])
def test_what_cannot_be_read_is_no_limit(tmp_path: Path, text: str) -> None:
    groups = Groups(tmp_path, "0::/\nnonsense\n")
    groups.write("cpu.max", text)
    groups.write("memory.max", "much")
    assert groups.limits() == Limits(None, None)


def test_without_control_groups(tmp_path: Path) -> None:
    assert cgroup_limits(tmp_path, tmp_path / "none") == Limits(None, None)


@pytest.mark.parametrize(
    ("affinity", "quota", "cores"),
    [(8, None, 8), (8, 2.0, 2), (8, 1.5, 2), (8, 0.3, 1), (2, 6.0, 2), (1, None, 1)],
)
def test_cores(affinity: int, quota: float | None, cores: int) -> None:
    assert Machine("", 8, affinity, None, Limits(quota)).cores == cores


@pytest.mark.parametrize(
    ("physical", "limit", "memory"),
    [(8, None, 8), (8, 3, 3), (8, 30, 8), (None, 3, 3), (None, None, None)],
)
def test_memory(physical: int | None, limit: int | None, memory: int | None) -> None:
    assert Machine("", 1, 1, physical, Limits(None, limit)).memory == memory


def test_this_machine() -> None:
    machine = this_machine()
    assert 1 <= machine.cores <= machine.affinity <= machine.online
    assert machine.memory is None or machine.memory > 100_000_000


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_a_process_bound_to_one_core_counts_one() -> None:
    code = """if True:
        import os
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
        from dl4j_bridge.jvm.machine import this_machine
        from dl4j_bridge.jvm.settings import decide
        print(this_machine().cores, decide(variables={}).threads.value)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1"]
