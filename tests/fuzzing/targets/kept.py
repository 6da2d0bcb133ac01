"""Folders that runs and comparisons leave: one file of one is damaged."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from random import Random

import numpy as np

from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab import ranking
from dl4j_bridge.lab.kept import read_comparison, read_run
from tests.core.folders import history, outcome, write_comparison, write_run

from .. import damage
from ..target import refused

_WORDS = (
    *(b"0", b"-1", b"1.5", b"1e999", b"NaN", b"null", b"true", b"{}", b"[]", b'""', b'"x"', b"\n"),
    *(b"99999999999999999999", b'"\\ud800"', b"\xff", b"\0", b"[", b"]", b"{", b"}", b":", b","),
)
_MARK = b"\0\0file\0\0"


class _Folder:
    """A folder's damaged file with its name in front of it."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        self._files = {str(path.relative_to(folder)): path.read_bytes() for path in paths}
        self.seeds = tuple(name.encode() + _MARK + held for name, held in self._files.items())
        shutil.rmtree(folder)

    def damaged(self, random: Random) -> bytes:
        name = random.choice([*self._files])
        others = [*self._files.values()]
        held = self._files[name]
        if name.endswith(".npy") or random.random() < 0.3:
            return name.encode() + _MARK + damage.in_bytes(held, random, others)
        return name.encode() + _MARK + damage.in_words(held, random, _WORDS, others)

    def write(self, content: bytes, folder: Path) -> str:
        """Make the folder; returns the name of the file that is damaged in it."""
        name, _, held = content.partition(_MARK)
        for path, whole in {**self._files, name.decode(): held}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(whole)
        return name.decode()


class RunFolder(_Folder):
    """`read_run`: rows and scores are those in the files."""

    def __init__(self) -> None:
        place = Path(tempfile.mkdtemp()) / "run"
        super().__init__(write_run(place, history(0.5, 0.8, 0.9), cpu="one", threads=4))

    def read(self, content: bytes, folder: Path) -> bool:
        name = self.write(content, folder)
        try:
            run = read_run(folder)
        except (DataError, UsageError) as error:
            return refused(error, name)
        lines = (folder / "history.jsonl").read_text("utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        assert json.dumps(rows) == json.dumps(list(run.history))
        stored = np.load(io.BytesIO((folder / "scores.npy").read_bytes()), allow_pickle=False)
        np.testing.assert_array_equal(run.scores, stored.ravel())
        assert run.evaluation is None or run.evaluation.confusion.min() >= 0
        return True


class ComparisonFolder(_Folder):
    """`read_comparison`: with what the report asks of its rows."""

    def __init__(self) -> None:
        place = Path(tempfile.mkdtemp()) / "compared"
        rows = [outcome("adam", "default", 1, 0.5, 0.9), outcome("sgd", "0.1", 2, 0.2, 0.8)]
        super().__init__(write_comparison(place, rows))

    def read(self, content: bytes, folder: Path) -> bool:
        self.write(content, folder)
        try:
            comparison = read_comparison(folder)
        except (DataError, UsageError) as error:
            return refused(error, folder)
        document = json.loads((folder / "comparison.json").read_text("utf-8"))
        assert len(comparison.outcomes) == len(document["runs"])
        json.dumps(ranking.as_dict(comparison, ranking.rank(comparison)))
        return True
