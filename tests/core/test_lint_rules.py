"""Every rule of the lint, with a program that makes the mistake and one that nearly does."""

import re
from pathlib import Path

import pytest

from dl4j_bridge.course.lint import RULES, lint
from dl4j_bridge.course.source import Source

PROGRAMS = Path(__file__).parents[1] / "lint"
COURSE = Path(__file__).parents[1] / "course"
MARK = re.compile(r"// ! ([a-z-]+)")
IDS = [rule.id for rule in RULES]


def program(kind: str, rule: str) -> Source:
    return Source.read(PROGRAMS / kind / f"{rule.title().replace('-', '')}.java")


def marks(source: Source) -> list[tuple[int, str]]:
    """The mistakes that a program's own comments name, with their lines."""
    lines = source.code.decode().splitlines()
    return [(n, name) for n, text in enumerate(lines, 1) for name in MARK.findall(text)]


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_finds_its_mistake_and_nothing_else(rule: str) -> None:
    source = program("bad", rule)
    found = lint([source])
    assert [(finding.line, finding.rule) for finding in found] == marks(source)
    assert rule in {finding.rule for finding in found}


@pytest.mark.parametrize("rule", IDS)
def test_a_good_program_is_left_in_peace(rule: str) -> None:
    assert lint([program("good", rule)]) == []


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_explains_itself(rule) -> None:
    for text in (rule.doc, rule.why):
        assert text.endswith((".", ".)"))
        assert len(text) > 20
    assert len(rule.doc) < 100
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)


def test_no_two_rules_have_one_identity() -> None:
    assert len(set(IDS)) == len(IDS)


def test_the_course_is_left_in_peace() -> None:
    java = Path(__file__).parents[1] / "java" / "LectureMnist.java"
    sources = [Source.read(path) for path in [java, *sorted(COURSE.rglob("*.java"))]]
    found = {(finding.path.stem, finding.rule) for finding in lint(sources)}
    assert found <= {("NoSeed", "no-seed")}  # a program of its own about a missing seed
