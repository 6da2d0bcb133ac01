"""The committed lock: complete, small, made from the pom that is committed beside it."""

import json
import re
import xml.etree.ElementTree as xml
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from dl4j_bridge.errors import BackendError, UsageError
from dl4j_bridge.jvm import cpu
from dl4j_bridge.jvm.jars import backends, lock
from dl4j_bridge.jvm.jars.lock import Artifact, JarSet
from dl4j_bridge.paths import build_file

SETS = {one.name: one for one in lock.read_lock().sets}
every_set = pytest.mark.parametrize("one", SETS.values(), ids=SETS.keys())


def test_the_lock_is_made_from_this_pom() -> None:
    made_from = lock.read_lock().pom_sha256
    assert made_from == lock.pom_digest(build_file("pom.xml")), "run tools/make_lock.py"


def test_line_ends_do_not_change_the_pom(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix", tmp_path / "windows"
    unix.write_bytes(b"<a>\n</a>\n")
    windows.write_bytes(b"<a>\r\n</a>\r\n")
    assert lock.pom_digest(unix) == lock.pom_digest(windows)


@every_set
def test_a_set_is_complete(one: JarSet) -> None:
    coordinates = [jar.coordinate for jar in one.artifacts]
    count = {"cpu-mkl": 30, "cuda-11.6": 28, "cuda-11.6-redist": 29}.get(one.backend, 27)
    assert len(set(coordinates)) == len(coordinates) == count
    engine = "nd4j-native" if one.backend.startswith("cpu") else "nd4j-cuda-11.6"
    for wanted in (
        f"org.nd4j:{engine}:1.0.0-M2.1:{one.classifier}",
        "org.deeplearning4j:deeplearning4j-nn:1.0.0-M2.1",
        "com.google.flatbuffers:flatbuffers-java:1.12.0",
    ):
        assert wanted in coordinates
    natives = [coordinate.split(":")[3] for coordinate in coordinates if coordinate.count(":") == 3]
    redist = f"{one.platform}-redist"
    more = {"cpu-mkl": [one.platform, redist], "cuda-11.6-redist": [redist]}.get(one.backend, [])
    assert sorted(natives) == sorted([one.platform, one.platform, one.classifier, *more])


@every_set
def test_one_logging_binding(one: JarSet) -> None:
    names = [jar.coordinate.split(":")[1] for jar in one.artifacts]
    bindings = [name for name in names if re.match("slf4j-(?!api)|log4j|logback", name)]
    assert bindings == ["slf4j-simple"]


@every_set
def test_every_jar_has_its_size_and_hash(one: JarSet) -> None:
    for jar in one.artifacts:
        assert jar.size > 1000
        assert re.fullmatch("[0-9a-f]{64}", jar.sha256)


@pytest.mark.parametrize("variant", ["-onednn-avx512", "-onednn-avx2", "-avx2", ""])
def test_the_download_is_small(variant: str) -> None:
    assert SETS[f"cpu/linux-x86_64{variant}"].size <= 140e6


def test_apple_silicon_gets_an_openblas_with_lapack() -> None:
    coordinates = {jar.coordinate for jar in SETS["cpu/macosx-arm64"].artifacts}
    assert "org.bytedeco:openblas:0.3.21-1.5.8:macosx-arm64" in coordinates
    assert "org.bytedeco:javacpp:1.5.8:macosx-arm64" in coordinates


def test_the_other_blas_libraries() -> None:
    coordinates = {jar.coordinate for jar in SETS["cpu-openblas/linux-x86_64-avx2"].artifacts}
    assert "org.bytedeco:openblas:0.3.30-1.5.12:linux-x86_64" in coordinates
    assert "org.bytedeco:javacpp:1.5.12:linux-x86_64" in coordinates
    mkl = {jar.coordinate for jar in SETS["cpu-mkl/linux-x86_64-avx2"].artifacts}
    assert "org.bytedeco:mkl:2022.0-1.5.7:linux-x86_64-redist" in mkl
    assert "org.bytedeco:openblas:0.3.19-1.5.7:linux-x86_64" in mkl


def test_the_lock_names_no_host() -> None:
    assert "://" not in lock.LOCK_FILE.read_text("utf-8")


def test_where_a_repository_keeps_a_jar() -> None:
    with_natives = Artifact("org.nd4j:nd4j-native:1.0.0-M2.1:linux-arm64", "", 1)
    folder = PurePosixPath("org/nd4j/nd4j-native/1.0.0-M2.1")
    assert with_natives.layout == folder / "nd4j-native-1.0.0-M2.1-linux-arm64.jar"
    plain = Artifact("commons-io:commons-io:2.7", "", 1)
    assert plain.layout == PurePosixPath("commons-io/commons-io/2.7/commons-io-2.7.jar")


@pytest.fixture
def other_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(lock, "LOCK_FILE", tmp_path / "jars.lock.json")
    lock.read_lock.cache_clear()
    yield lock.LOCK_FILE
    lock.read_lock.cache_clear()


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"schema": 2}', '{"schema": 1, "pom_sha256": "", "artifacts": {}, "sets": [{}]}'],
)
def test_a_broken_lock_is_refused(other_lock: Path, content: str) -> None:
    other_lock.write_text(content, "utf-8")
    with pytest.raises(BackendError, match=r"cannot be used .*Install dl4j-bridge again"):
        lock.read_lock()


def test_a_missing_lock_is_refused(other_lock: Path) -> None:
    with pytest.raises(BackendError, match="cannot be used"):
        lock.read_lock()


def test_a_set_with_an_unknown_jar_is_refused(other_lock: Path) -> None:
    entry = {"backend": "cpu", "platform": "x", "classifier": "x", "artifacts": ["a:b:1"]}
    content = {"schema": 1, "pom_sha256": "", "artifacts": {}, "sets": [entry], "extras": {}}
    other_lock.write_text(json.dumps(content), "utf-8")
    with pytest.raises(BackendError, match="a:b:1"):
        lock.read_lock()


def test_the_set_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DL4J_BRIDGE_NATIVE", raising=False)
    chosen = backends.jar_set()
    assert chosen in backends.available()
    assert chosen.platform == cpu.platform_name()
    assert cpu.missing_flags(chosen.classifier, cpu.cpu_flags()) == []


def test_an_unknown_backend() -> None:
    with pytest.raises(UsageError, match=r"no backend 'gpu'; there is: cpu, cpu-mkl, .*, cuda"):
        backends.jar_set("gpu")


def test_a_backend_that_the_platform_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu, "platform_name", lambda: "macosx-arm64")
    with pytest.raises(BackendError, match=r"exists for linux-x86_64, windows-x86_64.*macosx-arm"):
        backends.jar_set("cuda-11.6")


def _of_profile(name: str, one: JarSet) -> list[str]:
    """The coordinates that a profile of the pom names for a jar set."""
    space = {"m": "http://maven.apache.org/POM/4.0.0"}
    pom = xml.parse(build_file("pom.xml")).getroot()
    values = {
        **{node.tag.partition("}")[2]: node.text or "" for node in pom.find("m:properties", space)},  # type: ignore[union-attr]
        "dl4j.platform": one.platform,
        "dl4j.native": one.classifier,
    }
    (profile,) = (
        node for node in pom.iterfind("m:profiles/m:profile", space) if node[0].text == name
    )
    coordinates = []
    for jar in profile.iterfind("m:dependencies/m:dependency", space):
        parts = [jar.findtext(f"m:{part}", "", space) for part in ("groupId", "artifactId")]
        parts += [jar.findtext(f"m:{part}", "", space) for part in ("version", "classifier")]
        coordinate = ":".join(part for part in parts if part)
        coordinates.append(re.sub(r"\$\{(.+?)\}", lambda match: values[match[1]], coordinate))
    return coordinates


@pytest.mark.parametrize("name", [name for name in SETS if name.startswith("cuda-11.6/")])
def test_the_jars_for_cards_are_the_poms(name: str) -> None:
    one = SETS[name]
    named = _of_profile("cuda-11.6", one)
    assert len(named) == 6
    assert [jar.coordinate for jar in one.artifacts][-6:] == named
    sizes = {jar.coordinate: jar.size for jar in one.artifacts}
    assert 300e6 < sizes[f"org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1:{one.classifier}"] < 700e6
