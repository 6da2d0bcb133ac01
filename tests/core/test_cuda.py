"""Graphics cards as nvidia-smi tells of them, and what can be done with each."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dl4j_bridge.errors import BackendError
from dl4j_bridge.jvm.cuda import choice, report, said
from dl4j_bridge.jvm.cuda.finding import Found
from dl4j_bridge.jvm.cuda.rule import BUILT_FOR, judge, runs_on, visible
from dl4j_bridge.jvm.jars.backends import JarSet, Plan

linux = pytest.mark.skipif(sys.platform != "linux", reason="the jars are those for Linux")
WRITTEN = Path(__file__).with_name("nvidia")


def jars(backend: str, variant: str = "") -> JarSet:
    return JarSet(backend, "linux-x86_64", f"linux-x86_64{variant}", ())


def text(name: str) -> str:
    return (WRITTEN / name).read_text("utf-8")


def found(name: str, **changes: object) -> Found:
    """What a machine's nvidia-smi tells, with a CUDA toolkit that is complete."""
    query = text(f"{name}.query")
    fields = said.FIELDS[: query.splitlines()[0].count(",") + 1]
    cards = said.cards(query, fields)
    if (WRITTEN / f"{name}.list").exists():
        parts = said.slices(text(f"{name}.list"))
        cards = [replace(card, slices=parts.get(card.uuid, ())) for card in cards]
    here = Found(tuple(cards), said.cuda_version(text(f"{name}.compute")))
    return replace(here, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["t4", "a100", "rtx3090", "rtx4090", "gtx1080", "wsl"])
def test_cards_that_can_be_used(name: str) -> None:
    verdict = judge(found(name))
    assert verdict.obstacle == ""
    assert verdict.refused == ()
    assert len(verdict.usable) == 1


@pytest.mark.parametrize(
    ("name", "capability"), [("h100", "9.0"), ("h200", "9.0"), ("b200", "10.0")]
)
def test_newer_cards_are_refused_with_the_reason(name: str, capability: str) -> None:
    verdict = judge(found(name))
    assert verdict.usable == ()
    for words in (f"has compute capability {capability}", "3.7, 5.0, 5.2", "8.0, 8.6", "PTX"):
        assert words in verdict.obstacle


def test_machine_code_runs_on_the_same_major_and_no_smaller_minor_number() -> None:
    assert all(runs_on(built) for built in BUILT_FOR)
    assert [runs_on(one) for one in [(8, 7), (8, 9), (5, 3), (7, 2)]] == [True] * 4
    assert [runs_on(one) for one in [(3, 0), (3, 5), (9, 0), (10, 0), (12, 0)]] == [False] * 5


def test_a_card_of_an_old_driver_whose_capability_the_driver_library_tells() -> None:
    silent = found("k80")
    assert "does not tell its compute capability" in judge(silent).obstacle
    told = replace(silent, cards=tuple(replace(one, capability=(3, 7)) for one in silent.cards))
    assert len(judge(told).usable) == 2


def test_a_driver_too_old_for_cuda_11() -> None:
    old = found("old")
    old = replace(old, cards=(replace(old.cards[0], capability=(7, 5)),))
    assert judge(old).obstacle == (
        "the driver 418.87.01 runs CUDA 10.1 at most: update it to 510 or later, for CUDA 11.6"
    )
    assert "driver 418.87.01 is too old for CUDA 11" in judge(replace(old, cuda=None)).obstacle
    assert judge(replace(found("t4"), cuda=None)).obstacle == ""
    assert judge(replace(found("t4"), cuda=(11, 4))).obstacle == ""


def test_of_two_cards_the_one_that_fits_is_used_and_the_other_hidden() -> None:
    both = found("two")
    verdict = judge(both)
    assert verdict.names == ("Tesla T4",)
    assert len(verdict.refused) == 1
    assert choice.environment("cuda-11.6", lambda: both) == {
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
        "CUDA_VISIBLE_DEVICES": "GPU-7a0c3b1e-9f25-5d61-b3a4-1c9a1fd0e6b2",
    }
    assert choice.environment("cpu", lambda: both) == {}
    alone = choice.environment("cuda-11.6", lambda: found("t4"))
    assert alone == {"CUDA_DEVICE_ORDER": "PCI_BUS_ID"}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("0", ["NVIDIA H100 80GB HBM3"]),
        ("1,0", ["Tesla T4", "NVIDIA H100 80GB HBM3"]),
        ("1,7,0", ["Tesla T4"]),  # CUDA stops at the first that is none
        ("GPU-7a0c", ["Tesla T4"]),
        ("", []),
        ("-1", []),
    ],
)
def test_what_cuda_visible_devices_leaves(value: str, names: list[str]) -> None:
    assert [card.name for card in visible(found("two", visible=value))] == names


def test_hidden_cards_are_an_obstacle() -> None:
    assert judge(found("t4", visible="-1")).obstacle == (
        "CUDA_VISIBLE_DEVICES is '-1' and hides all cards"
    )


def test_a_divided_card() -> None:
    verdict = judge(found("mig"))
    assert verdict.obstacle == ""
    assert verdict.usable[0] == "MIG-7f1b2a0e-5b0c-5d3a-8f0d-0b2f6c1e9a44"
    assert verdict.names == (
        "NVIDIA A100-SXM4-40GB MIG 3g.20gb",
        "NVIDIA A100-SXM4-40GB MIG 1g.5gb",
    )
    assert "has no instances" in judge(found("mig_empty")).obstacle


def test_a_card_that_does_not_answer() -> None:
    assert "Tesla T4 does not answer" in judge(found("err")).obstacle


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no_driver", "the driver is not running"),
        ("mismatch", "the driver was updated: restart the machine"),
        ("none", "the driver finds no card"),
        ("lost", "a card does not answer: restart the machine"),
    ],
)
def test_failures_have_their_words(name: str, reason: str) -> None:
    assert said.cards(text(f"{name}.failure"), said.FIELDS) == []
    assert said.failure(text(f"{name}.failure")) == reason


def test_unheard_of_failures_are_handed_on() -> None:
    assert said.failure("Something new\nhappened\n") == "nvidia-smi says: Something new"
    assert said.failure("") == "nvidia-smi says nothing"


def test_a_toolkit_that_is_not_there(tmp_path: Path) -> None:
    card, missing = found("t4"), ["libcudart.so.11.0"]
    assert judge(card, missing).obstacle == (
        "CUDA 11.6's libcudart.so.11.0 cannot be loaded: install its toolkit"
    )
    assert str(tmp_path) in judge(replace(card, toolkit=tmp_path), missing).obstacle


def test_cuda_versions_of_tables_old_and_new() -> None:
    old = "| NVIDIA-SMI 510.47.03    Driver Version: 510.47.03    CUDA Version: 11.6     |"
    new = "| NVIDIA-SMI 590.44.01    KMD Version: 590.44.01    CUDA UMD Version: 13.1     |"
    assert [said.cuda_version(line) for line in (old, new, "Driver")] == [(11, 6), (13, 1), None]


@linux
def test_auto_takes_the_processor_and_says_why() -> None:
    assert choice.automatic(lambda: Found(failure="there is no driver")) == (
        "cpu",
        "there is no driver",
    )
    backend, why = choice.automatic(lambda: found("h100"))
    assert backend == "cpu"
    assert "H100" in why


@linux
def test_auto_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "plan", lambda jars: Plan(jars, jars.artifacts))
    backend, why = choice.automatic(lambda: found("t4"))
    assert backend == "cpu"
    assert re.search(r"Tesla T4 could be used, but \d+ MB .* `dl4j-bridge backends fetch cuda", why)
    monkeypatch.setattr(choice, "plan", lambda jars: Plan(jars, ()))
    assert choice.automatic(lambda: found("t4")) == ("cuda-11.6", "Tesla T4 can be used")


def test_an_explicit_backend_is_refused_with_the_reason() -> None:
    choice.check(jars("cpu"), lambda: found("h100"))
    choice.check(jars("cuda-11.6"), lambda: found("t4"))
    with pytest.raises(BackendError, match=r"cannot run here: NVIDIA H200 has .* Take .* cpu"):
        choice.check(jars("cuda-11.6"), lambda: found("h200"))


def test_each_build_needs_its_own_libraries() -> None:
    without_cudnn = found("t4", missing=("libcudnn.so.8",))
    choice.check(jars("cuda-11.6"), lambda: without_cudnn)
    with pytest.raises(BackendError, match=r"libcudnn\.so\.8 cannot be loaded"):
        choice.check(jars("cuda-11.6", "-cudnn"), lambda: without_cudnn)
    without_toolkit = found("t4", missing=("libcudart.so.11.0", "libcudnn.so.8"))
    with pytest.raises(BackendError, match=r"libcudart\.so\.11\.0 cannot be loaded"):
        choice.check(jars("cuda-11.6"), lambda: without_toolkit)
    choice.check(jars("cuda-11.6-redist", "-cudnn"), lambda: without_toolkit)


def test_what_doctor_shows() -> None:
    assert report.rows(Found(failure="there is no driver")) == [
        ("cards", "none", "there is no driver")
    ]
    assert report.problem(Found(failure="there is no driver")) == ""
    both = found("two", visible="1", missing=("libcudnn.so.8",))
    assert report.rows(both) == [
        ("driver", "550.90.07", "runs CUDA up to 12.4"),
        (
            "card 0",
            "NVIDIA H100 80GB HBM3, 80 GiB, compute capability 9.0",
            "hidden by CUDA_VISIBLE_DEVICES",
        ),
        ("card 1", "Tesla T4, 15 GiB, compute capability 7.5", "usable"),
        ("CUDA libraries", "not all here", "libcudnn.so.8"),
    ]
    assert report.problem(both) == ""
    assert "does not answer" in report.problem(found("err"))
    assert report.rows(found("err"))[1] == (
        "card 0",
        "Tesla T4, no answer, compute capability unknown",
        "not usable",
    )


def test_as_many_cards_as_asked_for_or_a_reason() -> None:
    choice.check_cards("cuda-11.6", 1, lambda: found("t4"))
    with pytest.raises(BackendError, match="the backend cpu computes on the processor"):
        choice.check_cards("cpu", 2, lambda: found("t4"))
    with pytest.raises(BackendError, match=r"can use 1 here: Tesla T4\. Ask for as many"):
        choice.check_cards("cuda-11.6", 2, lambda: found("t4"))
    with pytest.raises(BackendError, match=r"can use 0 here: .*compute capability 9\.0"):
        choice.check_cards("cuda-11.6", 1, lambda: found("h100"))
    mixed = found("t4", cards=(*found("t4").cards, *found("h100").cards))
    with pytest.raises(BackendError, match=r"can use 1 here: Tesla T4 \(.*H100.*9\.0"):
        choice.check_cards("cuda-11.6", 2, lambda: mixed)
