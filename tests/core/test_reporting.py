"""Reports from folders without a model: no JVM is needed for them."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.history import History
from dl4j_bridge.lab.kept import read_comparison, read_run
from dl4j_bridge.lab.reporting import report

from .folders import history, outcome, write_comparison, write_run


class Words(HTMLParser):
    """What of a page is tags, what is text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data


def page(folder: Path, **options) -> Words:
    return Words(report(folder, **options).path.read_text(encoding="utf-8"))


@pytest.fixture
def comparison(tmp_path: Path) -> Path:
    return write_comparison(
        tmp_path / "compared",
        [
            *(outcome("adam", "default", seed, 0.5, 0.9 + seed / 100) for seed in (1, 2)),
            *(outcome("sgd", "default", seed, 0.1, 0.3) for seed in (1, 2)),
            outcome("sgd", "0.1", 1, 0.2, 0.8),
            outcome("sgd", "0.1", 2, status="failed"),
        ],
    )


def test_a_run_without_its_model(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", history(0.5, 0.8, 0.9), cpu="a<b>&c", threads=4)
    done = report(folder)
    assert done.path == folder / "report.html"
    assert list(done.pictures) == ["loss", "accuracy", "iterations", "confusion"]
    assert {path.name for path in (folder / "plots").iterdir()} == {
        f"{name}.png" for name in done.pictures
    }
    html = done.path.read_text(encoding="utf-8")
    assert "a&lt;b&gt;&amp;c" in html
    words = Words(html)
    assert "92.67% of 150 test examples are right" in words.text
    assert "The run kept no model.zip" in words.text
    images = [attributes for tag, attributes in words.tags if tag == "img"]
    assert len(images) == 4
    assert all(image["src"].startswith("data:image/png;base64,iVBOR") for image in images)
    assert all(len(image["alt"]) > 20 for image in images)
    headings = [tag for tag, _ in words.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_a_page_asks_nothing_of_the_network(comparison: Path) -> None:
    html = report(comparison).path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|url\(|@import", html)
    addresses = {
        value for _, a in Words(html).tags for key, value in a.items() if key in ("src", "href")
    }
    assert all(address.startswith("data:") for address in addresses)


def test_a_comparison(comparison: Path, tmp_path: Path) -> None:
    words = page(comparison, out=tmp_path / "elsewhere" / "page.html")
    assert "Which updater?" in words.text
    assert "Adam, learning-rate 0.001 is best: 91.50%" in words.text
    assert "Sgd, learning-rate 0.1 (1 of 2 failed)" in words.text
    assert "Is this good enough? (Adam, learning-rate 0.001, seed 1)" in words.text
    cells = re.sub(r"\s+", " ", words.text)
    assert "Adam 0.001 91.50% ± 0.71" in cells
    assert "Each updater at its best" in cells
    assert [path.name for path in sorted((comparison / "plots").iterdir())] == [
        *("accuracy.png", "confusion.png", "iterations.png"),
        *("learning_rate.png", "loss.png", "settings.png"),
    ]


def test_a_comparison_without_a_single_result(tmp_path: Path) -> None:
    outcomes = [outcome("adam", "default", seed, status="failed") for seed in (1, 2)]
    words = page(write_comparison(tmp_path / "compared", outcomes))
    assert "No setting came through" in words.text
    assert "2 of 2 failed" in words.text


def test_a_comparison_comes_back_as_it_was(comparison: Path) -> None:
    done = read_comparison(comparison)
    assert [one.status for one in done.outcomes] == ["done"] * 5 + ["failed"]
    assert done.outcomes[0].trial.label == "Adam, learning-rate 0.001"
    assert done.outcomes[0].trial.experiment.updater.type == "Adam"
    assert done.outcomes[1].accuracy == 0.92


@pytest.mark.fault(34)
def test_names_from_files_are_no_markup(tmp_path: Path) -> None:
    """Of the experiment, the machine, the classes and the folder itself."""
    name = "<script>alert(2)<" + "\"'><img src=x onerror=alert(3)>"
    folder = write_run(tmp_path / name, history(0.5, 0.8), cpu="<script>alert(4)")
    evaluation = json.loads((folder / "evaluation.json").read_text())
    evaluation["classes"] = ["<b>cat", "</td><script>", '" onload="x']
    (folder / "evaluation.json").write_text(json.dumps(evaluation))
    toml = (folder / "experiment.toml").read_text()
    hostile = toml.replace('"lecture"', '"<script>alert(1)</script>"', 1)
    (folder / "experiment.toml").write_text(hostile)
    words = page(folder)
    assert [tag for tag, _ in words.tags].count("script") == 1
    assert not [tag for tag, _ in words.tags if tag in ("b", "iframe", "object")]
    assert all(fields["src"].startswith("data:") for tag, fields in words.tags if tag == "img")
    assert not [name for _, fields in words.tags for name in fields if name.startswith("on")]
    assert "<script>alert(1)</script> on gone.npz" in words.text


def test_a_run_that_diverged_says_when(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", History())
    (folder / "evaluation.json").unlink()
    np.save(folder / "scores.npy", [2.0, 3.0, 9.0, np.inf, np.nan])
    words = page(folder)
    assert "The score left the numbers at iteration 4" in words.text
    assert (folder / "plots" / "iterations.png").exists()


def test_an_interrupted_run_shows_what_there_is(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", History())
    (folder / "evaluation.json").unlink()
    (folder / "scores.npy").unlink()
    assert report(folder).pictures == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("evaluation.json", "{", "no JSON"),
        ("evaluation.json", "[1]", "must hold an object"),
        ("evaluation.json", '{"confusion": [[1]], "classes": ["a", "b"]}', "not what train writes"),
        ("environment.json", "\x00", "no JSON"),
        ("history.jsonl", "no", "no JSON"),
        ("scores.npy", "no", "not a whole .npy"),
        ("history.jsonl", None, "is missing"),
    ],
)
def test_a_damaged_run_is_named(tmp_path: Path, name: str, content: str | None, words: str) -> None:
    folder = write_run(tmp_path / "run", history(0.5))
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content)
    with pytest.raises(DataError, match=re.escape(name)) as fault:
        read_run(folder)
    assert words in str(fault.value)


@pytest.mark.parametrize("change", [{"settings": []}, {"runs": [{}]}, {"axes": None}, {"runs": 3}])
def test_a_damaged_comparison_is_named(comparison: Path, change: dict) -> None:
    path = comparison / "comparison.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(DataError, match=r"comparison\.json"):
        report(comparison)


def test_a_folder_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"neither a run .* nor a comparison"):
        report(tmp_path)
    (tmp_path / "base.toml").touch()
    with pytest.raises(DataError, match="has not ended"):
        report(tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", history(0.5, 0.8))
    (folder / "plots").write_text("no folder")
    with pytest.raises(UsageError, match="plots"):
        report(folder)
    (folder / "plots").unlink()
    with pytest.raises(DataError, match="it is a folder"):
        report(folder, out=tmp_path)
