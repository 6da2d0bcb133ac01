"""A study remembers, goes on, is shared: without a JVM, with outcomes that are a formula."""

from dataclasses import replace
from pathlib import Path

import pytest

from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab.search_space import parse
from dl4j_bridge.lab.study import Attempt, Question, Study
from dl4j_bridge.lab.tuning import ranked
from dl4j_bridge.presets import preset

BASE = replace(preset("lecture"), validation=0.1, epochs=3)
QUESTION = Question(BASE, parse(["lr=loguniform(1e-4,1)"]))
GRID = Question(BASE, parse(["lr=choice(0.1,0.2)", "batch=choice(32,64,128)"]))


def rows(worth: float, epochs: int = 3) -> list[dict]:
    return [
        {"epoch": epoch, "validation_accuracy": worth * epoch / 3, "validation_loss": 1 - worth}
        for epoch in range(1, epochs + 1)
    ]


def work(study: Study, count: int) -> list[Attempt]:
    """Run trials whose accuracy is best at a rate of 0.1."""
    told = []
    for _ in range(count):
        asked = study.ask()
        if asked is None:
            break
        trial, experiment = asked
        rate = experiment.updater.hyper_parameters["learningRate"]
        told.append(study.tell(trial, "done", rows(1 / (1 + abs(rate - 0.1)))))
    return told


def settings(attempts: list[Attempt]) -> list[dict]:
    return [dict(one.setting) for one in attempts]


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_a_search_that_went_on_is_one_that_was_never_cut(tmp_path: Path, sampler) -> None:
    whole = work(Study(tmp_path / "whole.db", QUESTION, sampler), 16)
    first = work(Study(tmp_path / "parts.db", QUESTION, sampler), 9)
    rest = work(Study(tmp_path / "parts.db", None, sampler), 7)
    assert settings(first + rest) == settings(whole)
    assert [one.number for one in first + rest] == list(range(16))
    assert len({one["learning-rate"] for one in settings(whole)}) == 16


def test_tpe_learns_where_random_does_not(tmp_path: Path) -> None:
    def near(sampler) -> int:
        found = work(Study(tmp_path / f"{sampler}.db", QUESTION, sampler), 40)[20:]
        return sum(0.03 < float(one.setting["learning-rate"]) < 0.3 for one in found)

    assert near("tpe") > near("random")


def test_two_that_share_a_file_never_try_the_same(tmp_path: Path) -> None:
    one, two = (Study(tmp_path / "study.db", QUESTION, "random") for _ in range(2))
    for study in (one, two, two, one):
        work(study, 1)
    assert one.attempts == two.attempts
    assert len({attempt.setting["learning-rate"] for attempt in one.attempts}) == 4


def test_a_grid_is_gone_through_once_whoever_works_on_it(tmp_path: Path) -> None:
    one, two = (Study(tmp_path / "study.db", GRID, "grid") for _ in range(2))
    assert one.left(100) == 6
    assert len(work(one, 4)) == 4
    assert len(work(two, 100)) == 2
    assert one.ask() is None
    tried = {tuple(setting.values()) for setting in settings(one.attempts)}
    assert tried == {(rate, size) for rate in ("0.1", "0.2") for size in ("32", "64", "128")}


def test_a_grid_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"learning-rate=loguniform\(0.0001,1.0\) has no end"):
        Study(tmp_path / "study.db", QUESTION, "grid")


def test_another_question_is_refused_and_named(tmp_path: Path) -> None:
    Study(tmp_path / "study.db", QUESTION)
    other = Question(replace(BASE, epochs=4), QUESTION.space)
    with pytest.raises(UsageError, match=r"\(epochs = 3, not epochs = 4\)"):
        Study(tmp_path / "study.db", other)
    assert Study(tmp_path / "study.db", None).question.lines == QUESTION.lines


def test_no_question_needs_a_study_that_has_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no study in"):
        Study(tmp_path / "new.db", None)


def test_a_question_needs_rows_to_judge_by() -> None:
    with pytest.raises(UsageError, match="validation is 0"):
        Question(replace(BASE, validation=0.0), {})


@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_a_file_that_is_no_study_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "study.db"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(DataError, match=r"study\.db cannot be used as a study"):
        Study(path, QUESTION)


@pytest.mark.parametrize("pruner", ["median", "none"])
def test_what_is_worse_than_the_median_is_hopeless(tmp_path: Path, pruner) -> None:
    study = Study(tmp_path / "study.db", QUESTION, pruner=pruner)
    for worth in (0.5, 0.6, 0.7, 0.8, 0.9):
        trial, _ = study.ask()
        assert not any(study.hopeless(trial, row) for row in rows(worth))
        study.tell(trial, "done", rows(worth))
    bad, good = study.ask()[0], study.ask()[0]
    assert study.hopeless(bad, rows(0.65)[0]) is (pruner == "median")
    assert not study.hopeless(good, rows(0.75)[0])


def test_what_did_not_come_through_is_never_the_best(tmp_path: Path) -> None:
    study = Study(tmp_path / "study.db", QUESTION)
    for status, worth in (
        ("diverged", 1.0), ("done", 0.5), ("failed", 1.0), ("pruned", 0.9), ("done", 0.5),
        ("interrupted", 1.0),
    ):  # fmt: skip
        trial, _ = study.ask()
        study.hopeless(trial, rows(worth)[0])
        study.tell(trial, status, rows(worth, 2), "why" if status == "failed" else "")
    study.ask()
    assert [one.number for one in ranked(study)] == [1, 4]
    statuses = [one.status for one in study.attempts]
    assert statuses[2:] == ["failed", "pruned", "done", "interrupted", "running"]
    assert study.attempts[2].message == "why"


def test_early_stopping_counts_with_its_best_epoch(tmp_path: Path) -> None:
    base = replace(BASE, patience=1)
    study = Study(tmp_path / "study.db", Question(base, QUESTION.space))
    history = rows(0.9)
    history[2]["validation_loss"] = 9.0
    history[0]["validation_loss"] = 8.0
    trial, _ = study.ask()
    assert study.tell(trial, "done", history).value == pytest.approx(0.6)


def test_a_loss_is_the_better_the_smaller(tmp_path: Path) -> None:
    study = Study(tmp_path / "study.db", QUESTION, loss=True)
    for worth in (0.2, 0.7, 0.4):
        study.tell(study.ask()[0], "done", rows(worth))
    assert [one.number for one in ranked(study)] == [1, 2, 0]
    assert Study(tmp_path / "study.db", None).loss
