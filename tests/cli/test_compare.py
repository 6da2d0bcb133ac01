"""`dl4j-bridge compare` as a user calls it."""

import json
from pathlib import Path

from .conftest import Cli

QUICK = ("compare", "--data", "digits", "--epochs", 1, "--workers", 2)


def test_a_comparison_is_ranked_shown_and_kept(cli: Cli, tmp_path: Path) -> None:
    done = cli(
        *QUICK,
        "--updaters",
        "adam,sgd",
        "--learning-rates",
        "default,0.01",
        "--seeds",
        2,
        "--out",
        "c",
    )
    assert done.returncode == 0, done.stderr
    assert "Each updater at its best" in done.stdout
    assert "Best: Adam, learning-rate" in done.stdout
    assert "2 seeds each" in done.stdout
    assert done.stderr.count("seed 123") == 4
    folder = tmp_path / "c"
    assert len((folder / "runs.csv").read_text().splitlines()) == 1 + 8
    assert (folder / "table.md").read_text().startswith("| updater | learning-rate |")
    again = cli(
        *QUICK, "--updaters", "adam,sgd", "--learning-rates", "default,0.01", "--seeds", 2,
        "--out", "c", "--resume", "--json",
    )  # fmt: skip
    result = json.loads(again.stdout)
    assert result["ok"]
    assert result["winner"]["updater"] == "Adam"
    assert len(result["runs"]) == 8
    assert again.stderr == ""  # nothing was left to run


def test_anything_can_be_varied(cli: Cli) -> None:
    words = ("--vary", "hidden=10;20-10", "--seeds", 1, "--no-report")
    done = cli(*QUICK, *words, "--json", "--out", "v")
    settings = [line["setting"] for line in json.loads(done.stdout)["settings"]]
    assert sorted(line["hidden"] for line in settings) == ["10", "20-10"]


def test_a_choice_by_the_test_data_is_said(cli: Cli) -> None:
    words = ("--vary", "hidden=10,20", "--seeds", 1, "--validation", 0, "--no-report")
    done = cli(*QUICK, *words)
    assert "The test data have chosen as well as judged" in done.stdout


def test_wrong_words_are_told(cli: Cli, tmp_path: Path) -> None:
    for words, message in (
        (("--vary", "activaton=relu,tanh"), "Did you mean 'activation'"),
        (("--vary", "activation"), "says not what to vary"),
        (("--updaters", "adam,sgdd"), "Did you mean 'Sgd'"),
        (("--learning-rates", "fast"), "learning-rate cannot be 'fast'"),
        (("--resume",), "--resume needs --out"),
        (("--seeds", 0), "0 is not in the range"),
        (("--epochs", 0), "epochs is 0"),
    ):
        done = cli(*QUICK, *words)
        assert done.returncode == 2
        assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
