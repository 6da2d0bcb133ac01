"""Where the value of each setting is from, and why."""

from pathlib import Path

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.jvm import tuned as remembered
from dl4j_bridge.jvm import variables
from dl4j_bridge.jvm.machine import Limits, Machine
from dl4j_bridge.jvm.options import JvmOptions
from dl4j_bridge.jvm.settings import decide, thread_rule
from dl4j_bridge.jvm.tuned import Tuned, Unreadable, forget, recall, remember, tuned_file

FOUR = Machine("A Processor", 4, 4, 8 << 30, Limits())
TUNED = Tuned("cpu", threads=3, ratio=0.8, measured="2025-01-31")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "cache"))


def threads(option: int | None = None, machine: Machine = FOUR, **variables: str) -> int:
    return decide(threads=option, machine=machine, variables=variables).threads.value


def test_the_rule() -> None:
    assert [thread_rule(cores) for cores in (1, 2, 3, 4, 64)] == [1, 2, 3, 4, 4]
    settings = decide(machine=FOUR, variables={})
    assert settings.threads.value == 4
    assert settings.heap.value == 2048
    assert {setting.source for setting in vars(settings).values()} == {"rule"}
    assert all(setting.why for setting in vars(settings).values())


def test_the_heap_follows_a_containers_memory() -> None:
    small = Machine("", 4, 4, 8 << 30, Limits(None, 2 << 30))
    assert decide(machine=small, variables={}).heap.value == 512
    unknown = Machine("", 4, 4, None, Limits())
    assert decide(machine=unknown, variables={}).heap.value is None


def test_who_decides_about_the_threads() -> None:
    remember(FOUR, TUNED)
    ours, everybodys = {"DL4J_BRIDGE_THREADS": "5"}, {"OMP_NUM_THREADS": "6"}
    for option, given, expected in [
        (1, {**ours, **everybodys}, (1, "option")),
        (None, {**ours, **everybodys}, (5, "variable")),
        (None, everybodys, (6, "variable")),
        (None, {}, (3, "tuned")),
    ]:
        setting = decide(threads=option, machine=FOUR, variables=given).threads
        assert (setting.value, setting.source) == expected
    assert decide(machine=FOUR, variables=everybodys).threads.why == "OMP_NUM_THREADS"
    assert "measured 0.80 of the rule's time" in decide(machine=FOUR, variables={}).threads.why


@pytest.mark.parametrize("value", ["", "0", "-2", "many", "4,2"])
def test_a_senseless_wish_to_all_programs_is_passed_over(value: str) -> None:
    assert threads(OMP_NUM_THREADS=value) == 4


def test_what_was_measured_holds_for_that_machine_and_backend_only() -> None:
    remember(FOUR, TUNED)
    assert threads(machine=Machine("A Processor", 4, 4, 8 << 30, Limits(2.0))) == 2
    assert threads(DL4J_BRIDGE_BACKEND="cuda-11.6") == 4


def test_the_backend() -> None:
    remember(FOUR, Tuned("cpu-mkl", 1, 0.7, "2025-01-31"))
    named = {"DL4J_BRIDGE_BACKEND": "cpu-openblas"}
    for given, variable, expected in [
        ("cuda-11.6", named, ("cuda-11.6", "option")),
        (None, named, ("cpu-openblas", "variable")),
        (None, {}, ("cpu-mkl", "tuned")),
    ]:
        backend = decide(given, machine=FOUR, variables=variable).backend
        assert (backend.value, backend.source) == expected
    forget(FOUR)
    assert decide(machine=FOUR, variables={}).backend.value == "cpu"


@pytest.mark.parametrize("name", ["threads", "heap"])
@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_a_senseless_number_is_refused_by_name(name: str, value: str) -> None:
    variable = f"DL4J_BRIDGE_{name.upper()}"
    with pytest.raises(UsageError, match=f"{variable} is '{value}'"):
        decide(machine=FOUR, variables={variable: value})


@pytest.mark.fault(18)
@pytest.mark.parametrize(
    ("text", "mib"), [("4G", 4096), ("4GiB", 4096), ("1.5g", 1536), ("512M", 512), ("2048", 2048)]
)
def test_memory_bounds_the_heap(text: str, mib: int) -> None:
    settings = decide(machine=FOUR, variables={"DL4J_BRIDGE_MEMORY": text})
    assert settings.memory.value == mib
    assert settings.heap.value == max(mib // 4, 256)


@pytest.mark.parametrize("text", ["0", "10M", "-4G", "4X", "G", "much"])
def test_a_senseless_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="DL4J_BRIDGE_MEMORY"):
        decide(machine=FOUR, variables={"DL4J_BRIDGE_MEMORY": text})


def test_forgetting() -> None:
    other = Machine("Another", 4, 4, 8 << 30, Limits())
    assert not forget(FOUR)
    remember(FOUR, TUNED)
    remember(other, TUNED)
    assert forget(FOUR)
    assert (recall(FOUR), recall(other)) == (None, TUNED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"schema": 2, "machines": {}}',
        '{"schema": 1, "machines": []}',
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_damaged_is_ignored_and_can_be_replaced(text: str | bytes) -> None:
    tuned_file().parent.mkdir()
    tuned_file().write_bytes(text if isinstance(text, bytes) else text.encode())
    assert threads() == 4
    with pytest.raises(Unreadable, match=r"tuned.json cannot be used .*--forget"):
        recall(FOUR)
    remember(FOUR, TUNED)
    assert recall(FOUR) == TUNED
    tuned_file().write_text("{")
    assert forget(FOUR)
    assert not tuned_file().exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("threads", 0), ("threads", 5), ("threads", "2"), ("ratio", "x"), ("new", 1)],
)
def test_an_entry_that_makes_no_sense_is_ignored(name: str, value: object) -> None:
    remember(FOUR, TUNED)
    key = remembered._key(FOUR)
    remembered._write({key: {**vars(TUNED), name: value}})
    assert threads() == 4
    with pytest.raises(Unreadable):
        recall(FOUR)


def test_options_hand_on_the_threads_to_the_bridge_alone() -> None:
    options = JvmOptions("cpu", threads=3, kernels="Zen", memory=None, heap=300, collector="Serial")
    environment = options.environment()
    assert environment.pop("DL4J_BRIDGE_WROTE")
    assert environment == {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "ND4J_SKIP_BLAS_THREADS": "1",
        "OPENBLAS_CORETYPE": "Zen",
    }
    assert "-Ddl4jbridge.threads=3" in options.arguments(17)
    assert "-Xmx300m" in options.arguments(17)
    assert "-XX:+UseSerialGC" in options.arguments(17)
    assert all(why for _, why in options.explained_arguments(25))


def test_mkl_takes_openblas_place() -> None:
    load = "-Dorg.bytedeco.openblas.load=mkl_rt"
    assert load in JvmOptions.from_environment("cpu-mkl").arguments(17)
    assert load not in JvmOptions.from_environment("cpu").arguments(17)


def test_what_the_bridge_sets_is_not_taken_for_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DL4J_BRIDGE_WROTE", raising=False)
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv("DL4J_BRIDGE_THREADS", "2")
    first = JvmOptions.from_environment()
    for name, value in first.environment().items():
        monkeypatch.setenv(name, value)
    user = variables.of_user()
    assert user["OMP_NUM_THREADS"] == "3"
    assert "OPENBLAS_NUM_THREADS" not in user
    assert JvmOptions.from_environment() == first
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    assert variables.of_user()["OMP_NUM_THREADS"] == "4"
    monkeypatch.setenv("DL4J_BRIDGE_WROTE", "[]")
    assert variables.of_user()["OMP_NUM_THREADS"] == "4"


def test_a_second_decision_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DL4J_BRIDGE_WROTE", "DL4J_BRIDGE_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    first = JvmOptions.of(decide(machine=FOUR))
    for name, value in first.environment().items():
        monkeypatch.setenv(name, value)
    assert JvmOptions.of(decide(machine=FOUR)) == first


@pytest.mark.parametrize(
    ("cpu", "avx512", "backend", "variables", "expected"),
    [
        ("AMD EPYC", True, "cpu", {}, ("SkylakeX", "rule")),
        ("AMD EPYC", False, "cpu", {}, ("auto", "rule")),
        ("Intel Xeon", True, "cpu", {}, ("auto", "rule")),
        ("AMD EPYC", True, "cpu-openblas", {}, ("auto", "rule")),
        ("AMD EPYC", True, "cpu", {"OPENBLAS_CORETYPE": "Zen"}, ("Zen", "variable")),
    ],
)
def test_kernels_that_the_bundled_openblas_would_not_choose(
    cpu: str, avx512: bool, backend: str, variables: dict[str, str], expected: tuple[str, str]
) -> None:
    machine = Machine(cpu, 4, 4, 8 << 30, Limits(), avx512)
    kernels = decide(backend, machine=machine, variables=variables).kernels
    assert (kernels.value, kernels.source) == expected


def test_auto_becomes_a_backend_with_its_reason() -> None:
    setting = decide("auto", machine=FOUR, variables={}).backend
    assert setting.value in ("cpu", "cuda-11.6")
    assert setting.source == "auto"
    assert setting.why
    named = {"DL4J_BRIDGE_BACKEND": "auto"}
    assert decide(machine=FOUR, variables=named).backend == setting
