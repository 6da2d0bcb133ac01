"""What was used is let go: networks, native memory, threads."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.errors import UsageError
from tests.growth import Growth
from tests.smallnets import KINDS, drawn

MODES: tuple[Any, ...] = ("auto", "exact", "fast", "off")


def lived(number: int) -> Any:
    """A network's whole life; gives a weak reference to it."""
    network, x, y = drawn(number)
    mode = MODES[number // len(KINDS) % len(MODES)]
    bridge.fit(network, (x, y), batch_size=7, progress=False, accelerate=mode)
    for row in range(0, len(x), 8):
        bridge.predict(network, x[row : row + 1])
    return jpype.JClass("java.lang.ref.WeakReference")(network)


@pytest.mark.fault(31)
def test_networks_are_let_go() -> None:
    for number in range(16):
        lived(number)  # loads classes, makes caches
    growth = Growth()
    networks = [lived(number) for number in range(100)]
    growth.look(100)
    alive = [network for network in networks if network.get() is not None]
    assert len(alive) <= 1, growth.table()  # DL4J's own caches may hold the last
    assert growth.more("arrays") < 200, growth.table()  # a network has some thirty
    assert growth.more("threads") < 10, growth.table()
    # Resident memory is no measure yet: the heap has not reached its size.
    assert growth.more("heap") < 50_000, growth.table()


@pytest.mark.fault(31)
def test_threads_that_end_leave_nothing_in_the_jvm() -> None:
    network, x, _ = drawn(1)
    expected = bridge.predict(network, x, batch_size=5)
    wrong = []

    def ask() -> None:
        if not np.array_equal(bridge.predict(network, x, batch_size=5), expected):
            wrong.append(threading.get_ident())

    growth = Growth()
    for _ in range(30):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    growth.look(30)
    assert not wrong
    assert growth.more("threads") < 10, growth.table()
    assert growth.more("arrays") < 30, growth.table()  # each thread has three workspaces


def test_a_thread_of_javas_own_stays() -> None:
    network, x, _ = drawn(0)
    seen = []

    @jpype.JImplements("java.lang.Runnable")
    class Ask:
        @jpype.JOverride
        def run(self) -> None:
            seen.append(bridge.predict(network, x))

    thread = jpype.JClass("java.lang.Thread")(Ask())
    thread.start()
    thread.join()
    np.testing.assert_array_equal(seen[0], bridge.predict(network, x))


@pytest.mark.parametrize("kind", KINDS)
def test_eight_threads_ask_one_network(kind: str) -> None:
    network, x, _ = drawn(2, kind)
    expected = [bridge.predict(network, x[row : row + 4], batch_size=3) for row in range(12)]
    with ThreadPoolExecutor(8) as pool:
        rows = [number % 12 for number in range(200)]
        asked = pool.map(lambda row: bridge.predict(network, x[row : row + 4], batch_size=3), rows)
        for row, outputs in zip(rows, asked, strict=True):
            np.testing.assert_array_equal(outputs, expected[row])


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_is_asked_while_it_is_trained(kind: str) -> None:
    """Layers keep what they are given: both at once would crash, or change what is learnt."""
    network, x, y = drawn(3, kind)
    alone, _, _ = drawn(3, kind)
    bridge.fit(alone, (x, y), batch_size=3, epochs=5, progress=False)
    over = threading.Event()

    def ask() -> int:
        asked = 0
        while not over.is_set() or not asked:
            assert np.isfinite(bridge.predict(network, x, batch_size=4)).all()
            asked += 1
        return asked

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            bridge.fit(network, (x, y), batch_size=3, epochs=5, progress=False)
        finally:
            over.set()
        assert all(one.result(60) for one in asking)
    np.testing.assert_array_equal(np.array(network.params()), np.array(alone.params()))


def test_two_threads_train_two_networks_but_not_one() -> None:
    alone, x, y = drawn(0)
    bridge.fit(alone, (x, y), batch_size=5, epochs=5, progress=False)
    network, other = drawn(0)[0], drawn(0)[0]
    network.init()
    refused = []

    def train_too(row: Any) -> None:
        def train() -> None:
            bridge.fit(other, (x, y), batch_size=5, progress=False)
            with pytest.raises(UsageError, match="Another thread is training") as error:
                bridge.fit(network, (x, y), progress=False)
            refused.append(error)

        thread = threading.Thread(target=train)
        thread.start()
        thread.join()

    bridge.fit(network, (x, y), batch_size=5, epochs=5, progress=False, after_epoch=train_too)
    assert len(refused) == 5
    for each in (network, other):
        bridge.fit(each, (x, y), progress=False)  # free again
