"""Deeplearning4j's jars, the native build among them, the bridge's own Java half."""

from __future__ import annotations

import os
from pathlib import Path

from ...downloads import offline
from ...errors import BackendError, BridgeError, ToolMissing, UsageError
from ...jvm import cpu
from ...jvm.jars import places, with_jgo
from ...jvm.jars.backends import JarSet, jar_set, plan
from ...jvm.jars.extras import extra
from ...jvm.jars.helper_jar import helper_jar_file
from ...jvm.jars.lock import Artifact, deeplearning4j_version
from ...jvm.jars.verified import survey
from ...jvm.jars.way import ToolUnusable
from ...jvm.settings import Settings, decide
from ...jvm.toolchain import find_java, find_javac, find_maven
from .findings import Check, Problem, Row
from .java import INSTALL


def look() -> Check:
    """Look for the jars of the backend that a run would take; hashes those not seen before."""
    try:
        settings = decide()
    except UsageError:
        return Check("Backend", ())  # `settings` tells
    try:
        jars = jar_set(settings.backend.value)
    except BridgeError as error:
        return Check("Backend", (), (Problem(str(error), _other_choice(settings)),))
    here, damaged = survey(jars.artifacts, places.repositories())
    missing = [jar for jar in jars.artifacts if jar not in here and jar not in damaged]
    rows = (
        Row("backend", jars.backend),
        Row("Deeplearning4j", deeplearning4j_version()),
        Row("native build", jars.classifier, why=_why_native(jars.classifier)),
        Row("BLAS", _blas(jars), why=f"kernels {settings.kernels.value}: {settings.kernels.why}"),
        Row("jars", len(jars.artifacts), f"{len(jars.artifacts)}, {jars.size / 1e6:.1f} MB"),
        Row("missing", len(missing), f"{len(missing)}, {_megabytes(missing)}"),
        Row("damaged", len(damaged), ", ".join(map(str, damaged.values())) or "none"),
    )
    if len(here) == len(jars.artifacts):
        return Check("Backend", rows, _of_helper([here[jar] for jar in jars.artifacts]))
    return Check("Backend", rows, _of_jars(jars, [*missing, *damaged], bool(damaged)))


def _other_choice(settings: Settings) -> str:
    """What takes back the choice that led to no jars."""
    if os.environ.get("DL4J_BRIDGE_NATIVE"):
        return "unset DL4J_BRIDGE_NATIVE"
    if settings.backend.source == "variable":
        return f"unset {settings.backend.why}"
    return "dl4j-bridge backends use --forget" if settings.backend.source == "chosen" else ""


def _why_native(classifier: str) -> str:
    lacking = cpu.missing_flags(classifier, cpu.cpu_flags())
    if lacking:
        return f"this CPU lacks {', '.join(lacking)}"
    if os.environ.get("DL4J_BRIDGE_NATIVE"):
        return "DL4J_BRIDGE_NATIVE; this CPU can run it"
    return "the fastest this CPU can run"


def _blas(jars: JarSet) -> str:
    """The library of matrix products, with its version: MKL goes before OpenBLAS."""
    found = {}
    for jar in jars.artifacts:
        _, name, version, *_ = jar.coordinate.split(":")
        found[name] = f"{name} {version.partition('-')[0]}"
    return found.get("mkl") or found.get("openblas") or "CUDA's"


def _megabytes(jars: list[Artifact]) -> str:
    return f"{sum(jar.size for jar in jars) / 1e6:.1f} MB"


def _of_jars(jars: JarSet, wanted: list[Artifact], damaged: bool) -> tuple[Problem, ...]:
    what = "are damaged, or not here" if damaged else "are not here"
    text = f"{len(wanted)} jars of {jars.name} ({_megabytes(wanted)}) {what}."
    fetch = f"dl4j-bridge backends fetch {jars.backend}"
    if offline():
        forbidden = f"{text} DL4J_BRIDGE_OFFLINE forbids to fetch them."
        return (Problem(forbidden, f"unset DL4J_BRIDGE_OFFLINE; {fetch}"),)
    if not _can_fetch():
        return (Problem(f"{text} Neither Maven nor jgo is here to fetch them.", INSTALL),)
    return (Problem(f"{text} The first run fetches them.", fetch, fatal=False), *_of_helper([]))


def _can_fetch() -> bool:
    try:
        find_maven()
        return True
    except ToolMissing:
        pass
    try:
        with_jgo.check()
        return True
    except ToolUnusable:
        return False


def _of_helper(class_path: list[Path]) -> tuple[Problem, ...]:
    """A compiler is needed only where the bridge's Java half is not compiled yet."""
    if helper_jar_file(class_path).is_file():
        return ()
    try:
        find_java()
    except (BackendError, ToolMissing):
        return ()  # `java` tells
    try:
        find_javac()
    except ToolMissing as error:
        return _of_compiler(str(error))
    return ()


def _of_compiler(no_javac: str) -> tuple[Problem, ...]:
    """Where there is no javac, Eclipse's compiler does as well."""
    ecj = extra("ecj")
    if not plan(ecj).missing:
        return ()
    if offline() or not _can_fetch():
        return (Problem(no_javac, "sudo apt install openjdk-17-jdk-headless"),)
    text = (
        f"There is no compiler `javac`. The first run fetches Eclipse's ({ecj.size / 1e6:.1f} MB) "
        "for the bridge's Java half."
    )
    return (Problem(text, "dl4j-bridge backends fetch ecj", fatal=False),)
