"""`dl4j-bridge train --ui --tensorboard`, as a user meets it."""

import json
import re
import subprocess
from pathlib import Path
from urllib.request import urlopen

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from .conftest import COMMAND, Cli

RUN = ("train", "--data", "digits", "--epochs", "2", "--out", "run")


def test_both_views(tmp_path: Path) -> None:
    words = [str(COMMAND), *RUN, "--ui", "0", "--tensorboard", "events", "--json"]
    with subprocess.Popen(
        words, cwd=tmp_path, stdin=-1, stdout=-1, stderr=-1, text=True
    ) as process:
        told = json.loads(process.stdout.readline())
        assert told["ok"]
        lines = [process.stderr.readline()]
        while lines[-1] and "stays open" not in lines[-1]:
            lines.append(process.stderr.readline())
        address = re.search(r"http://127\.0\.0\.1:\d+", "".join(lines))
        assert address
        with urlopen(f"{address[0]}/train/sessions/current", timeout=10) as answer:
            assert answer.read() == b"run"
        _, _ = process.communicate("\n", timeout=60)
    assert process.returncode == 0
    events = EventAccumulator(str(tmp_path / "events" / "run")).Reload()
    rows = [json.loads(line) for line in (tmp_path / "run/history.jsonl").read_text().splitlines()]
    assert [round(one.value, 6) for one in events.Scalars("epoch/loss")] == [
        round(row["loss"], 6) for row in rows
    ]
    assert len(events.Scalars("iteration/score")) == sum(row["iterations"] for row in rows)


def test_a_port_out_of_range(cli: Cli) -> None:
    done = cli(*RUN, "--ui", "70000")
    assert done.returncode == 2
    assert "70000 is not in the range" in done.stderr
