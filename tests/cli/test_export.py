"""`dl4j-bridge export`: a network as Java code."""

import json
from pathlib import Path

from .conftest import Cli

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"


def test_a_model_to_a_file(cli: Cli, tmp_path: Path) -> None:
    done = cli("export", MODEL, "-o", "Lecture.java", "--package", "org.course", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    text = (tmp_path / "Lecture.java").read_text()
    assert (told["file"], told["class"], told["code"]) == ("Lecture.java", "Lecture", text)
    assert "package org.course;" in text
    assert "configuration.setEpochCount(15);" in text
    again = cli("export", MODEL, "-o", "Lecture.java")
    assert (again.returncode, "--force" in again.stderr) == (2, True)


def test_an_experiment_to_the_terminal(cli: Cli) -> None:
    done = cli("export", "mlp-augmented")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("import java") or done.stdout.startswith("import org")
    assert "network.fit(train, 40);" in done.stdout
    assert "does not distort images while training" in done.stderr


def test_what_is_refused(cli: Cli) -> None:
    for words, said in (
        (["nothing"], "There is no preset 'nothing'"),
        (["lecture", "-o", "1Net.java"], "'1Net' cannot be the name of a Java class"),
        (["lecture", "-o", "Net.txt"], "does not end in .java"),
        (["lecture", "--package", "a..b"], "cannot be a Java package"),
    ):
        done = cli("export", *words)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
