"""A wrong choice of native build kills the process, so the choice is tested from all sides."""

import ctypes
import os
import platform
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dl4j_bridge.errors import BackendError
from dl4j_bridge.jvm import cpu
from dl4j_bridge.jvm.jars.lock import read_lock

AVX2 = {"avx", "avx2", "fma", "f16c", "bmi1", "bmi2"}
AVX512 = AVX2 | {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
ALL = sorted({one.classifier for one in read_lock().sets if one.backend == "cpu"})


@pytest.fixture(autouse=True)
def no_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DL4J_BRIDGE_NATIVE", raising=False)


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [
        ("linux-x86_64", AVX512, "linux-x86_64-onednn-avx512"),
        ("linux-x86_64", AVX2, "linux-x86_64-onednn-avx2"),
        ("linux-x86_64", set(), "linux-x86_64-onednn"),
        ("windows-x86_64", AVX512, "windows-x86_64-onednn-avx2"),
        ("windows-x86_64", set(), "windows-x86_64-onednn"),
        ("macosx-x86_64", AVX2, "macosx-x86_64-avx2"),
        ("macosx-x86_64", set(), "macosx-x86_64"),
        ("macosx-arm64", set(), "macosx-arm64"),
        ("linux-arm64", {"asimd", "sve"}, "linux-arm64"),
        ("linux-armhf", {"neon"}, "linux-armhf"),
    ],
)
def test_the_fastest_build_that_runs(machine: str, flags: set[str], expected: str) -> None:
    assert cpu.native_classifier(machine, flags, ALL) == expected


@pytest.mark.parametrize("lacking", sorted(AVX512 - AVX2))
def test_one_avx512_flag_less_is_no_avx512(lacking: str) -> None:
    chosen = cpu.native_classifier("linux-x86_64", AVX512 - {lacking}, ALL)
    assert chosen == "linux-x86_64-onednn-avx2"


@pytest.mark.fault(14)
@pytest.mark.parametrize("lacking", sorted(AVX2))
def test_one_avx2_flag_less_is_generic(lacking: str) -> None:
    chosen = cpu.native_classifier("linux-x86_64", AVX512 - {lacking}, ALL)
    assert chosen == "linux-x86_64-onednn"


@given(st.sets(st.sampled_from(sorted(AVX512))), st.sets(st.sampled_from(ALL), min_size=1))
def test_never_a_build_the_cpu_cannot_run(flags: set[str], available: set[str]) -> None:
    available.add("linux-x86_64")
    chosen = cpu.native_classifier("linux-x86_64", flags, available)
    assert chosen in available
    assert cpu.missing_flags(chosen, flags) == []


def test_without_onednn_the_plain_build() -> None:
    available = ["linux-x86_64", "linux-x86_64-avx2", "linux-x86_64-avx512"]
    assert cpu.native_classifier("linux-x86_64", AVX2, available) == "linux-x86_64-avx2"


def test_cudnn_is_only_taken_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    available = ["linux-x86_64", "linux-x86_64-cudnn"]
    assert cpu.native_classifier("linux-x86_64", AVX512, available) == "linux-x86_64"
    monkeypatch.setenv("DL4J_BRIDGE_NATIVE", "linux-x86_64-cudnn")
    assert cpu.native_classifier("linux-x86_64", AVX512, available) == "linux-x86_64-cudnn"


def test_an_old_glibc_gets_the_compatible_build() -> None:
    chosen = cpu.native_classifier("linux-x86_64", AVX512, ALL, glibc=(2, 17))
    assert chosen == "linux-x86_64-compat"
    chosen = cpu.native_classifier("linux-x86_64", AVX512, ALL, glibc=(2, 27))
    assert chosen == "linux-x86_64-onednn-avx512"


def test_no_build_for_the_platform() -> None:
    with pytest.raises(BackendError, match="no native build for windows-x86_64; there is: linux"):
        cpu.native_classifier("windows-x86_64", AVX2, ["linux-x86_64"])


def test_the_named_build_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_NATIVE", "linux-x86_64-avx2")
    assert cpu.native_classifier("linux-x86_64", AVX512, ALL) == "linux-x86_64-avx2"


@pytest.mark.parametrize("named", ["linux-x86_64-sse9", "windows-x86_64", "avx2"])
def test_a_named_build_that_does_not_exist(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_NATIVE", named)
    with pytest.raises(BackendError, match=f"'{named}', but for linux-x86_64 there is only"):
        cpu.native_classifier("linux-x86_64", AVX512, ALL)


def test_a_named_build_the_cpu_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_NATIVE", "linux-x86_64-avx512")
    with pytest.raises(BackendError, match=r"this CPU lacks avx512bw, avx512cd.*illegal instr"):
        cpu.native_classifier("linux-x86_64", AVX2, ALL)


def pretend(monkeypatch: pytest.MonkeyPatch, system: str, machine: str, bits: int = 64) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "maxsize", 2 ** (bits - 1) - 1)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", lambda name: "glibc 2.36", raising=False)


@pytest.mark.parametrize(
    ("system", "machine", "bits", "expected"),
    [
        ("linux", "x86_64", 64, "linux-x86_64"),
        ("linux", "aarch64", 64, "linux-arm64"),
        ("linux", "aarch64", 32, "linux-armhf"),
        ("linux", "armv7l", 32, "linux-armhf"),
        ("darwin", "x86_64", 64, "macosx-x86_64"),
        ("darwin", "arm64", 64, "macosx-arm64"),
        ("win32", "AMD64", 64, "windows-x86_64"),
    ],
)
def test_platform_names(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, bits: int, expected: str
) -> None:
    pretend(monkeypatch, system, machine, bits)
    assert cpu.platform_name() == expected
    assert expected in ALL


@pytest.mark.parametrize(
    ("system", "machine", "bits"),
    [
        ("linux", "riscv64", 64),
        ("linux", "x86_64", 32),
        ("linux", "armv6l", 32),
        ("win32", "ARM64", 64),
        ("win32", "AMD64", 32),
        ("freebsd14", "amd64", 64),
    ],
)
def test_unknown_platforms(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, bits: int
) -> None:
    pretend(monkeypatch, system, machine, bits)
    with pytest.raises(BackendError, match=f"for {system} on {machine.lower()} with a {bits}-bit"):
        cpu.platform_name()


@pytest.mark.fault(14)
@pytest.mark.parametrize("answer", [None, "", "musl 1.2.5"])
def test_musl_is_refused(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    pretend(monkeypatch, "linux", "x86_64")
    monkeypatch.setattr(os, "confstr", lambda name: answer, raising=False)
    with pytest.raises(BackendError, match=r"no GNU libc \(Alpine"):
        cpu.platform_name()


def test_musl_that_does_not_know_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> str:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "confstr", refuse, raising=False)
    assert cpu.glibc_version() is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/cpuinfo")
def test_flags_of_this_cpu() -> None:
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        text = file.read()
    flags = cpu.cpu_flags()
    for flag in ("sse2", "avx2", "avx512f"):
        assert (flag in flags) == (f" {flag} " in text)


def test_flags_of_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        b"machdep.cpu.features": b"FPU SSE4.2 FMA AVX1.0 F16C",
        b"machdep.cpu.leaf7_features": b"BMI1 AVX2 BMI2",
    }

    def sysctlbyname(name: bytes, buffer: ctypes.Array[ctypes.c_char], *_: object) -> int:
        buffer.value = answers[name]
        return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    library = SimpleNamespace(sysctlbyname=sysctlbyname)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    assert cpu.cpu_flags() >= AVX2


def test_flags_of_apple_silicon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    library = SimpleNamespace(sysctlbyname=lambda *_: -1)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    assert cpu.cpu_flags() == frozenset()


@pytest.mark.parametrize(("has", "expected"), [(1, frozenset(AVX2)), (0, frozenset())])
def test_flags_of_windows(
    monkeypatch: pytest.MonkeyPatch, has: int, expected: frozenset[str]
) -> None:
    kernel = SimpleNamespace(IsProcessorFeaturePresent=lambda feature: has and feature == 40)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert cpu.cpu_flags() == expected
