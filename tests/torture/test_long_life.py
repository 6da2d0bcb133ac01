"""A process that lives long: what it uses does not grow."""

import json
import os
import threading
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.dl4j.activations import activations
from dl4j_bridge.jvm import start
from dl4j_bridge.sklearn import DL4JClassifier
from tests.demos import started
from tests.growth import Growth
from tests.jvm.test_long_life import MODES, lived
from tests.smallnets import KINDS, drawn

Record = Callable[[str, object], None]

MODELS = Path(__file__).parents[2] / "models"
SAMPLES = 12


@pytest.fixture(scope="module", autouse=True)
def _jvm() -> None:
    start.ensure()


def grown(what: Callable[[int], object], count: int, warm: int) -> Growth:
    """Do something many times; caches, compiled code and the heap reach their size before."""
    for number in range(warm):
        what(number)
    growth = Growth()
    for number in range(count):
        what(number)
        if (number + 1) % (count // SAMPLES) == 0:
            growth.look(number + 1)
    print(f"\n{growth.table()}", flush=True)
    return growth


def assert_flat(growth: Growth, kilobytes: float) -> None:
    """Memory grows less than that from first to last, the rest not at all."""
    table = growth.table()
    assert growth.slope("resident") * growth.done[-1] < kilobytes, table
    assert growth.more("arrays") < 100, table
    # Threads of Java's common pool come when there is work, and go a minute later.
    assert growth.more("threads") < 2 * (os.cpu_count() or 1), table
    assert growth.more("files") < 5, table
    assert growth.slope("mappings") * growth.done[-1] < 50, table


@pytest.mark.fault(31)
def test_a_thousand_networks(record_property: Record) -> None:
    growth = grown(lived, 1000, warm=1000)
    a_hundred = growth.slope("resident") * 100 / 1024
    record_property(
        "figure",
        f"1,000 networks: {a_hundred:+.2f} MB a hundred, {growth.more('threads'):+} threads, "
        f"{growth.more('files'):+} files",
    )
    assert_flat(growth, 10 * 1024)


@pytest.mark.fault(31)
def test_a_hundred_thousand_predictions(record_property: Record) -> None:
    """Of a few rows: by `predict`, as the demo asks, as an estimator does."""
    dense, x, y = drawn(0)
    pictures, images, _ = drawn(1)
    estimator = DL4JClassifier(hidden_layer_sizes=(8,), epochs=1, random_state=1).fit(x, y)

    def ask(number: int) -> None:
        row = number % 10
        for _ in range(7):
            bridge.predict(dense, x[row : row + 1 + number % 4])
        bridge.predict(pictures, images[row : row + 1])
        activations(pictures, images[row : row + 1])
        estimator.predict_proba(x[row : row + 2])

    growth = grown(ask, 10_000, warm=2_000)
    record_property("figure", f"100,000 predictions: {growth.slope('resident') * 1e4:+.0f} KB")
    assert_flat(growth, 10 * 1024)


@pytest.mark.fault(31)
def test_arrays_there_and_back(record_property: Record) -> None:
    values = np.arange(2_500_000, dtype=np.float32)  # 10 MB

    def there_and_back(number: int) -> None:
        array = bridge.to_nd4j(values + number, copy=(None, True)[number % 2])
        assert np.asarray(array.add(1))[-1] == values[-1] + number + 1

    growth = grown(there_and_back, 1000, warm=200)
    megabytes = growth.slope("resident") * growth.done[-1] / 1024
    record_property("figure", f"10 GB of arrays there and back: {megabytes:+.0f} MB")
    assert_flat(growth, 100 * 1024)


@pytest.mark.fault(31)
def test_saves_and_loads(tmp_path: Path) -> None:
    networks = [drawn(number)[0] for number in range(len(KINDS))]
    for network in networks:
        network.init()

    def save_and_load(number: int) -> None:
        bridge.load(bridge.save(networks[number % len(networks)], tmp_path / "model.zip"))

    assert_flat(grown(save_and_load, 204, warm=60), 10 * 1024)


@pytest.mark.fault(31)
def test_fits_of_one_network() -> None:
    network, x, y = drawn(1)

    def fit(number: int) -> None:
        mode = MODES[number % len(MODES)]
        rows = 5 + number % 9
        bridge.fit(network, (x, y), batch_size=rows, progress=False, accelerate=mode)

    assert_flat(grown(fit, 504, warm=600), 10 * 1024)


@pytest.mark.fault(31)
def test_threads_that_come_and_go(record_property: Record) -> None:
    network, x, _ = drawn(1)
    expected = bridge.predict(network, x, batch_size=5)
    right = []

    def ask() -> None:
        right.append(np.array_equal(bridge.predict(network, x, batch_size=5), expected))

    def come_and_go(_: int) -> None:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    growth = grown(come_and_go, 504, warm=200)
    record_property("figure", f"504 threads that predict: {growth.more('threads'):+} are left")
    assert right.count(True) == 704
    assert_flat(growth, 10 * 1024)


@pytest.mark.fault(31)
def test_eight_threads_predict_ten_thousand_times(record_property: Record) -> None:
    right = 0
    for kind in KINDS:
        network, x, _ = drawn(2, kind)
        expected = [bridge.predict(network, x[row : row + 4], batch_size=3) for row in range(12)]

        def ask(number: int, of: Any = (network, x, expected)) -> bool:
            asked, rows, outputs = of
            row = number % 12
            found = bridge.predict(asked, rows[row : row + 4], batch_size=3)
            return np.array_equal(found, outputs[row])

        with ThreadPoolExecutor(8) as pool:
            right += sum(pool.map(ask, range(2_500)))
    record_property("figure", f"{right:,} of 10,000 predictions of eight threads equal to one's")
    assert right == 10_000


@pytest.mark.fault(31)
def test_a_demo_of_eight_thousand_drawings(
    monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    """Each on a connection of its own, and so in a thread of its own."""
    monkeypatch.setenv("DL4J_BRIDGE_HEAP", "256")  # what Java's heap may take, it takes once
    body = json.dumps({"strokes": [[[5, 5], [20, 20]]]}).encode()
    with started(MODELS / "lecture.zip") as demo:

        def draw(times: int) -> int:
            for _ in range(times):
                request = urllib.request.Request(f"{demo.address}read", body)
                request.add_header("Content-Type", "application/json")
                with urllib.request.urlopen(request, timeout=60) as answer:
                    assert len(json.load(answer)["outputs"]) == 10
            time.sleep(2)
            return resident(demo.process.pid)

        before = draw(4_000)
        after = draw(4_000)
    record_property("figure", f"a demo's 4,000 drawings after 4,000: {after - before:+,} KB")
    assert after - before < 40 * 1024


def resident(process: int) -> int:
    """Memory of a process with its children, in KB."""
    folder = Path(f"/proc/{process}")
    own = int((folder / "status").read_text("utf-8").partition("VmRSS:")[2].split()[0])
    children = " ".join(path.read_text("utf-8") for path in folder.glob("task/*/children"))
    return own + sum(resident(int(child)) for child in children.split())
