"""`dl4j-bridge data` and `--data` with published data sets, as a user meets them."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from rich.progress import Progress as Bar

from dl4j_bridge.cli import download
from dl4j_bridge.datasets import idx
from dl4j_bridge.downloads import Status

from .conftest import Cli

BATCHES = [*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin"]


@pytest.fixture
def cifar(tmp_path: Path) -> Path:
    """Ten photographs a batch; the brightness is the class."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in BATCHES:
        labels = np.arange(10, dtype=np.uint8)
        pixels = np.repeat(labels[:, None] * 25, 3072, axis=1)
        np.concatenate([labels[:, None], pixels], axis=1).tofile(folder / name)
    return folder


@pytest.fixture
def fashion(tmp_path: Path) -> Path:
    """Forty pictures of one white row; which row is the class."""
    folder = tmp_path / "clothes"
    folder.mkdir()
    labels = np.arange(40, dtype=np.uint8) % 10
    pixels = np.zeros((40, 28, 28), np.uint8)
    pixels[np.arange(40), labels * 2] = 255
    for part in ("train", "t10k"):
        idx.write(folder / f"{part}-images-idx3-ubyte.gz", pixels)
        idx.write(folder / f"{part}-labels-idx1-ubyte.gz", labels)
    return folder


def test_the_list_has_names_sizes_and_places(cli: Cli, cifar: Path, tmp_path: Path) -> None:
    cifar.rename(tmp_path / "cifar10")
    done = cli("data", "list", "--json", DL4J_BRIDGE_DATA=str(tmp_path))
    rows = {row["name"]: row for row in json.loads(done.stdout)["data"]}
    assert set(rows) == {
        "fashion-mnist",
        "cifar10",
        *(f"emnist-{s}" for s in ["balanced", "byclass", "bymerge", "digits", "letters", "mnist"]),
    }
    assert rows["cifar10"]["folder"] == str(tmp_path / "cifar10")
    assert rows["cifar10"]["download_bytes"] == 170052171
    text = cli("data", "list", DL4J_BRIDGE_DATA=str(tmp_path)).stdout
    assert re.search(rf"^cifar10 +170\.1 MB  {tmp_path / 'cifar10'}$", text, re.MULTILINE)


@pytest.mark.parametrize("command", ["fetch", "train"])
def test_offline_says_what_is_missing(cli: Cli, tmp_path: Path, command: str) -> None:
    words = ["data", "fetch", "cifar10"] if command == "fetch" else ["train", "--data", "cifar10"]
    done = cli(*words, "--offline", DL4J_BRIDGE_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 4
    assert done.stderr.startswith("Error: CIFAR-10 is not on this machine")
    assert "data_batch_1.bin" in done.stderr
    assert str(tmp_path / "cache" / "data" / "cifar10") in done.stderr


def test_verify_reads_what_is_there(cli: Cli, cifar: Path, tmp_path: Path) -> None:
    done = cli("data", "verify", f"cifar10:{cifar}")
    assert done.returncode == 0, done.stderr
    assert "train 50, test 10, 3072 features, 10 classes, image 3×32×32" in done.stdout
    assert "nobody publishes checksums" in done.stdout
    assert json.loads(cli("data", "verify", f"cifar10:{cifar}", "--json").stdout)["train"] == 50
    (cifar / "test_batch.bin").write_bytes(bytes(5))
    done = cli("data", "verify", f"cifar10:{cifar}")
    assert done.returncode == 3
    assert "test_batch.bin, byte 0: cut short" in done.stderr
    done = cli("data", "verify", "cifar10", DL4J_BRIDGE_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 3
    assert "dl4j-bridge data fetch cifar10" in done.stderr


def test_verify_tells_another_file(cli: Cli, fashion: Path) -> None:
    done = cli("data", "verify", f"fashion-mnist:{fashion}")
    assert done.returncode == 3
    assert "train-images-idx3-ubyte.gz: not the file of Fashion-MNIST" in done.stderr


def test_a_misspelt_data_set(cli: Cli) -> None:
    done = cli("data", "fetch", "cifar")
    assert done.returncode == 2
    assert "Did you mean 'cifar10'?" in done.stderr
    done = cli("train", "--data", "cifar")
    assert done.returncode == 3
    assert "Did you mean 'cifar10'?" in done.stderr


def test_the_lectures_network_learns_fashion(cli: Cli, fashion: Path) -> None:
    done = cli("train", "--data", f"fashion-mnist:{fashion}", "--epochs", 30, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["test_accuracy"] == 1
    following = cli("evaluate", result["model"], "--data", f"fashion-mnist:{fashion}")
    assert "Ankle boot" in following.stdout


def test_lenet_takes_three_channels(cli: Cli, cifar: Path) -> None:
    done = cli("train", "--preset", "lenet", "--data", f"cifar10:{cifar}", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    inspected = json.loads(cli("inspect", result["model"], "--json").stdout)
    # 5×5 kernels over three channels, and a bias: 20 feature maps.
    assert "1520" in json.dumps(inspected)


def test_one_bar_shows_data_and_then_jars() -> None:
    screen = io.StringIO()
    bar = Bar(console=Console(file=screen, force_terminal=True, width=80))
    report = download._drawing(bar)
    for total in (100, 300):
        report(Status("plan", f"Downloading {total}", 0, total))
        report(Status("download", "", total // 2, total))
        assert [(task.completed, task.total) for task in bar.tasks] == [(total // 2, total)]
        report(Status("done", "Complete", total, total))
    assert bar.tasks == []
    assert screen.getvalue().count("Complete") == 2
