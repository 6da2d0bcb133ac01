"""The folder that a program under comparison works in."""

from pathlib import Path

import pytest

from dl4j_bridge.lab.crosscheck import workplace
from dl4j_bridge.lab.crosscheck.workplace import furnish


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    write(tmp_path / "origin" / "data" / "iris.csv", "1,2")
    write(tmp_path / "origin" / "model.zip", "old")
    write(tmp_path / "origin" / ".git" / "HEAD", "ref")
    return tmp_path / "origin"


def test_data_are_found_and_originals_stay_as_they_are(origin: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    furnish(place, [origin])
    assert (place / "data" / "iris.csv").read_text() == "1,2"
    (place / "model.zip").write_text("new")
    (place / "data" / "iris.csv").write_text("new")
    assert (origin / "model.zip").read_text() == "old"
    assert (origin / "data" / "iris.csv").read_text() == "1,2"
    assert not (place / ".git").exists()


def test_the_earlier_folder_counts(origin: Path, tmp_path: Path) -> None:
    write(tmp_path / "second" / "model.zip", "second's")
    write(tmp_path / "second" / "data" / "more.csv", "3")
    write(tmp_path / "second" / "data" / "iris.csv" / "inside", "4")
    furnish(tmp_path / "place", [origin, tmp_path / "second"])
    assert (tmp_path / "place" / "model.zip").read_text() == "old"
    assert (tmp_path / "place" / "data" / "more.csv").read_text() == "3"
    assert (tmp_path / "place" / "data" / "iris.csv").read_text() == "1,2"


def test_results_inside_the_origin_are_left_out(origin: Path) -> None:
    place = origin / "results" / "place"
    furnish(place, [origin], without=[origin / "results"])
    assert sorted(path.name for path in place.iterdir()) == ["data", "model.zip"]


def test_what_is_too_much_is_linked(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workplace, "_BYTES", 2)
    monkeypatch.setattr(workplace, "_FILES", 1)
    write(origin / "a.csv", "5")
    write(tmp_path / "second" / "data" / "more.csv", "3")
    place = tmp_path / "place"
    furnish(place, [origin, tmp_path / "second"])
    assert not (place / "a.csv").is_symlink()
    assert (place / "model.zip").is_symlink()
    assert (place / "data").is_symlink()
    assert (place / "data" / "iris.csv").read_text() == "1,2"
    assert not (origin / "data" / "more.csv").exists()
