"""Folders that cannot be written, or have a name that programs stumble over."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dl4j_bridge.paths import cache_dir

from .conftest import COMMAND, Cli
from .surroundings import bound_by_rights, no_file_above

TRAIN = ("train", "--data", "iris", "--epochs", "1")
LONG = "x" * 100


def call(folder: Path, *words: str, before: Any = bound_by_rights, **environment: str):
    done = subprocess.run(
        [COMMAND, *words],
        capture_output=True,
        text=True,
        cwd=folder,
        preexec_fn=before,
        timeout=120,
        env={**os.environ, **environment},
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def closed(tmp_path: Path):
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@pytest.mark.fault(8)
@pytest.mark.parametrize("name", ["co:lon", "line\nend"])
def test_a_cache_that_java_could_not_name(cli: Cli, tmp_path: Path, name: str) -> None:
    done = cli(*TRAIN, DL4J_BRIDGE_CACHE=str(tmp_path / name))
    assert done.returncode == 2
    assert "Java cannot find files in a folder with" in done.stderr
    assert "Set DL4J_BRIDGE_CACHE to another." in done.stderr


@pytest.mark.fault(8)
def test_files_and_folders_with_any_name(cli: Cli, tmp_path: Path, record_property) -> None:
    """Cache, run folder, configuration, data, model: one run through them all.

    Class path, native libraries and options of the JVM have the cache in them.
    """
    names = ("b l", "größe 日本", "co:lon,%d'", "new\nline", LONG)
    for name in names:
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.csv").write_text("a,b,kind\n" + "1,2,x\n2,3,y\n" * 10)
        (folder / f"{name}.toml").write_text('preset = "lecture"\nepochs = 1\n')
    name = "/".join(names)  # all of them, in one path of more than 100 characters
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    cache = tmp_path / "b l" / "com,ma per%cent 'q' $HOME" / LONG / LONG / LONG
    shutil.copytree(cache_dir() / "helper", cache / "helper")  # else it is compiled
    shutil.copy(cache_dir() / "jars.json", cache)
    done = cli(
        *("train", "--config", f"{names[1]}/{names[1]}.toml"),
        *("--data", f"{names[2]}/{names[2]}.csv", "--out", name, "--tensorboard", names[3]),
        DL4J_BRIDGE_CACHE=str(cache),
    )
    assert done.returncode == 0, done.stderr
    done = cli("evaluate", f"{name}/model.zip", "--data", f"{names[4]}/{names[4]}.csv")
    assert done.returncode == 0, done.stderr
    assert list((cache / "javacpp").iterdir())
    # The library of matrix products was found, too, below that cache.
    assert json.loads((tmp_path / name / "environment.json").read_text())["blas"]
    record_property("figure", f"a cache with a name of {len(str(cache))} characters works")


WRITING = [
    ("train", "--data", "iris", "--out"),
    ("compare", "--data", "iris", "--epochs", "1", "--updaters", "sgd", "--out"),
    ("cv", "--data", "iris", "--epochs", "1", "--out"),
    ("tune", "--data", "iris", "--epochs", "1", "--trials", "1", "--out"),
    ("train", "--data", "iris", "--tensorboard"),
    ("run", "--trace"),
]


@pytest.mark.fault(8)
@pytest.mark.parametrize("words", WRITING, ids=lambda words: f"{words[0]} {words[-1]}")
def test_no_place_for_results(closed: Path, tmp_path: Path, words, record_property) -> None:
    """A file, below a file, a dangling link, a closed folder, a name too long: before training."""
    hello = 'class Hello { public static void main(String[] a) { System.out.print("begun"); } }'
    (tmp_path / "Hello.java").write_text(hello)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "closed" / "nowhere")
    places = ["file", "file/below", "link", "closed/new", "x" * 300]
    if words[0] == "train":  # which has started Java by then
        places = ["file/below", "closed/new"]
    for place in places:
        rest = ["Hello.java"] if words[0] == "run" else []
        done = call(tmp_path, *words, place, *rest, DL4J_BRIDGE_THREADS="1")
        assert done.returncode in (2, 3), (place, done.stderr)
        assert done.stdout == ""
        assert place[:250] in done.stderr
        assert "epoch" not in done.stderr
    assert (tmp_path / "file").read_text() == "mine"
    record_property("figure", f"{len(places)} of {len(places)} refused before it begins")


@pytest.mark.fault(8)
def test_a_closed_working_folder(closed: Path) -> None:
    done = call(closed, *TRAIN)
    assert done.returncode == 2
    assert "cannot be made: Permission denied. Choose another with --out." in done.stderr
    assert "epoch" not in done.stderr


@pytest.mark.fault(8)
@pytest.mark.parametrize("words", [TRAIN, ("run", "Hello.java"), ("tune-machine",)], ids=" ".join)
def test_a_cache_or_home_that_cannot_be_written(closed: Path, tmp_path: Path, words) -> None:
    (tmp_path / "Hello.java").write_text("class Hello { public static void main(String[] a) {} }")
    for environment in (
        {"DL4J_BRIDGE_CACHE": str(closed)},
        {"DL4J_BRIDGE_CACHE": str(closed / "below")},
        {"DL4J_BRIDGE_CACHE": "", "XDG_CACHE_HOME": "", "HOME": str(closed)},
    ):
        done = call(tmp_path, *words, **environment)
        assert done.returncode == 4, done.stderr
        assert str(closed) in done.stderr
        assert "Set DL4J_BRIDGE_CACHE to a folder you can write to" in done.stderr


@pytest.mark.fault(8)
def test_a_full_disk_below_the_cache(tmp_path: Path) -> None:
    limit = no_file_above(2000)
    done = call(tmp_path, *TRAIN, before=limit, DL4J_BRIDGE_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 8
    assert f"{tmp_path / 'cache'} cannot be written: File too large. Make room" in done.stderr
