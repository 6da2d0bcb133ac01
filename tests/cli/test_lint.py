"""The lint on the command line."""

import json
from pathlib import Path

from .conftest import Cli

PROGRAMS = Path(__file__).parents[1] / "lint"
BAD = PROGRAMS / "bad"


def test_a_mistake_is_shown_with_its_line_and_a_caret(cli: Cli) -> None:
    done = cli("lint", BAD / "SeedZero.java")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == str(BAD / "SeedZero.java")
    assert "error  The seed is 0. [seed-zero]" in lines[1]
    assert lines[3].index("^") == lines[2].index("SEED")
    assert lines[-1] == "1 error, 0 warnings in 1 file."
    assert "Why:" in done.stdout
    assert "Fix:" in done.stdout


def test_warnings_do_not_fail(cli: Cli) -> None:
    done = cli("lint", BAD / "NoSeed.java", "-q")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert "warning: The network has no seed. [no-seed]" in done.stdout


def test_a_good_folder_says_so(cli: Cli) -> None:
    done = cli("lint", PROGRAMS / "good")
    assert done.returncode == 0
    count = len(list((PROGRAMS / "good").iterdir()))
    assert done.stdout == f"No mistakes found in {count} files.\n"


def test_json_has_everything(cli: Cli) -> None:
    done = cli("lint", BAD / "SeedZero.java", BAD / "NoSeed.java", "--json")
    facts = json.loads(done.stdout)
    assert (facts["files"], facts["errors"], facts["warnings"]) == (2, 1, 1)
    assert {finding["rule"] for finding in facts["findings"]} == {"seed-zero", "no-seed"}
    keys = {"path", "line", "column", "rule", "severity", "what", "why", "fix"}
    assert all(set(finding) == keys for finding in facts["findings"])


def test_rules_are_listed_and_chosen(cli: Cli) -> None:
    assert "seed-zero" in cli("lint", "--rules").stdout
    listed = json.loads(cli("lint", "--rules", "--select", "no-seed,seed-zero", "--json").stdout)
    assert [rule["id"] for rule in listed["rules"]] == ["no-seed", "seed-zero"]
    assert cli("lint", BAD / "SeedZero.java", "--ignore", "seed-zero").returncode == 0
    wrong = cli("lint", BAD / "SeedZero.java", "--select", "seed-zer")
    assert wrong.returncode == 2
    assert "Did you mean 'seed-zero'?" in wrong.stderr


def test_wrong_input_is_refused(cli: Cli, tmp_path: Path) -> None:
    for path, code in (("None.java", 3), (tmp_path, 3), (Path(__file__), 3)):
        done = cli("lint", path)
        assert (done.returncode, done.stdout) == (code, "")
    assert cli("lint").returncode == 2
