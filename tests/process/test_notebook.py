"""A notebook: the JVM in a kernel, progress in its output, the stop button."""

import asyncio
import threading
import time

import nbformat
import pytest
from nbclient import NotebookClient

SET_UP = """
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import MultiLayerNetwork
from dl4j_bridge.dl4j import networks
data = bridge.datasets.digits()
net = networks.build(bridge.preset("two-layer"), data)
history = bridge.fit(net, data, epochs=2)
"""
LONG = """
stopped = bridge.History()
try:
    bridge.fit(net, data, epochs=100_000, history=stopped)
except KeyboardInterrupt:
    print("stopped")
"""
AFTER = "print(len(stopped) > 0, bridge.evaluate(net, data).accuracy > 0.5)"


@pytest.mark.filterwarnings("ignore")
def test_a_notebook_shows_progress_and_can_be_stopped() -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in (SET_UP, LONG, AFTER)]
    )
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    with client.setup_kernel():
        set_up, long, after = notebook.cells
        client.execute_cell(set_up, 0)
        lines = text(set_up).splitlines()
        assert [line.split("   ")[0] for line in lines] == ["epoch 1/2", "epoch 2/2"]
        assert "accuracy" in lines[0]
        button = threading.Timer(3.0, lambda: asyncio.run(client.km.interrupt_kernel()))
        button.start()
        started = time.perf_counter()
        client.execute_cell(long, 1)
        assert time.perf_counter() - started < 3.0 + 8.0
        assert text(long).splitlines()[-1] == "stopped"
        client.execute_cell(after, 2)
        assert text(after) == "True True\n"


def text(cell: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")
