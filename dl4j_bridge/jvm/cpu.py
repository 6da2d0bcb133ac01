"""Which of ND4J's native builds this machine can run."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Collection
from pathlib import Path

from ..errors import BackendError

_AVX2 = frozenset({"avx", "avx2", "fma", "f16c", "bmi1", "bmi2"})
_AVX512 = _AVX2 | {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}

# Best first. Only oneDNN reaches fast convolutions. The flags are what libnd4j's build hands to
# the compiler (Source: libnd4j/blas/CMakeLists.txt): one that lacks is a SIGILL, not an error.
_VARIANTS: dict[str, frozenset[str]] = {
    "-onednn-avx512": _AVX512,
    "-onednn-avx2": _AVX2,
    "-avx512": _AVX512,
    "-avx2": _AVX2,
    "-onednn": frozenset(),
    "": frozenset(),
}

_PLATFORMS = {
    ("linux", "x86_64"): "linux-x86_64",
    ("linux", "aarch64"): "linux-arm64",
    ("linux", "armv7l"): "linux-armhf",
    ("linux", "armv8l"): "linux-armhf",
    ("darwin", "x86_64"): "macosx-x86_64",
    ("darwin", "arm64"): "macosx-arm64",
    ("win32", "amd64"): "windows-x86_64",
}

# The builds for Linux ask for this glibc, except -compat (objdump of libnd4jcpu.so).
_GLIBC_NEEDED = (2, 27)


def platform_name() -> str:
    """JavaCPP's name for the platform this Python was built for, like `linux-x86_64`.

    Raises:
        BackendError: Deeplearning4j has no native code for it.
    """
    machine = platform.machine().lower()
    if machine == "aarch64" and sys.maxsize < 2**32:
        machine = "armv8l"
    name = _PLATFORMS.get((sys.platform, machine))
    bits = 32 if sys.maxsize < 2**32 else 64
    if name is None or bits != (32 if name == "linux-armhf" else 64):
        raise BackendError(
            f"Deeplearning4j 1.0.0-M2.1 has no native code for {sys.platform} on {machine} with a "
            f"{bits}-bit Python. It has: {', '.join(sorted(set(_PLATFORMS.values())))}."
        )
    if sys.platform == "linux" and glibc_version() is None:
        raise BackendError(
            "This Linux has no GNU libc (Alpine's musl?), and Deeplearning4j's native code crashes "
            "without it. Use a distribution with glibc, such as Debian's `python:3-slim` image."
        )
    return name


def glibc_version() -> tuple[int, int] | None:
    """Major and minor number of the GNU libc this process runs on, None for another libc."""
    try:
        # musl knows neither the name nor a value for it.
        name, _, number = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (AttributeError, ValueError, OSError):
        return None
    major, _, minor = number.partition(".")
    return (int(major), int(minor)) if name == "glibc" else None


def cpu_flags() -> frozenset[str]:
    """Instruction sets that CPU and operating system offer, in the Linux kernel's spelling.

    Empty where they cannot be asked: that leads to the generic build, which always runs.
    """
    if sys.platform == "darwin":
        return _flags_of_macos()
    if sys.platform == "win32":
        return _flags_of_windows()
    return _flags_of_linux()


def has_avx512() -> bool:
    """Whether the CPU has those parts of AVX-512 that native builds are compiled for."""
    return cpu_flags() >= _AVX512


def model_name() -> str:
    """What the processor's maker calls it, such as `AMD EPYC`; empty where nothing tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def native_classifier(
    platform: str,
    flags: Collection[str],
    available: Collection[str],
    *,
    glibc: tuple[int, int] | None = None,
) -> str:
    """The fastest native build that exists for the platform and that the CPU can run.

    Args:
        platform: as `platform_name` gives it.
        flags: as `cpu_flags` gives them.
        available: the classifiers there are, of any platform.
        glibc: the system's GNU libc; one that is too old gets the `-compat` build.

    `DL4J_BRIDGE_NATIVE` names another one of `available`.

    Raises:
        BackendError: nothing fits, or the one named in `DL4J_BRIDGE_NATIVE` does not.
    """
    ours = sorted(name for name in available if _belongs(name, platform))
    wanted = os.environ.get("DL4J_BRIDGE_NATIVE")
    if wanted:
        return _checked(wanted, platform, flags, ours)
    if glibc and glibc < _GLIBC_NEEDED and f"{platform}-compat" in ours:
        return f"{platform}-compat"
    for suffix, needed in _VARIANTS.items():
        if platform + suffix in ours and needed <= frozenset(flags):
            return platform + suffix
    raise BackendError(
        f"There is no native build for {platform}; there is: {', '.join(sorted(available))}."
    )


def missing_flags(classifier: str, flags: Collection[str]) -> list[str]:
    """What the CPU lacks for a native build, sorted; empty when it can run it."""
    for suffix, needed in _VARIANTS.items():
        if suffix and classifier.endswith(suffix):
            return sorted(needed - frozenset(flags))
    return []


def _belongs(classifier: str, platform: str) -> bool:
    return classifier == platform or classifier.startswith(f"{platform}-")


def _checked(wanted: str, platform: str, flags: Collection[str], ours: list[str]) -> str:
    if wanted not in ours:
        raise BackendError(
            f"DL4J_BRIDGE_NATIVE is {wanted!r}, but for {platform} there is only: "
            f"{', '.join(ours)}. Choose one of these, or unset it."
        )
    lacking = missing_flags(wanted, flags)
    if lacking:
        raise BackendError(
            f"DL4J_BRIDGE_NATIVE is {wanted!r}, but this CPU lacks {', '.join(lacking)}: the "
            "process would die of an illegal instruction. Unset it to let the bridge choose."
        )
    return wanted


def _flags_of_linux() -> frozenset[str]:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            for line in lines:
                key, _, value = line.partition(":")
                if key.strip() == "flags":
                    return frozenset(value.split())
    except OSError:
        pass
    return frozenset()


def _flags_of_macos() -> frozenset[str]:
    words: list[str] = []
    libc = ctypes.CDLL(None)
    for name in (b"machdep.cpu.features", b"machdep.cpu.leaf7_features"):
        buffer = ctypes.create_string_buffer(4096)
        size = ctypes.c_size_t(len(buffer))
        if libc.sysctlbyname(name, buffer, ctypes.byref(size), None, ctypes.c_size_t(0)) == 0:
            words += buffer.value.decode("ascii", "replace").lower().split()
    return frozenset("avx" if word == "avx1.0" else word for word in words)


def _flags_of_windows() -> frozenset[str]:
    # Windows tells of AVX2 (feature 40) but not of FMA, F16C, BMI; every CPU with the one has the
    # others. There is no AVX-512 build for Windows to choose.
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (absent off Windows)
    return _AVX2 if kernel.IsProcessorFeaturePresent(40) else frozenset()
