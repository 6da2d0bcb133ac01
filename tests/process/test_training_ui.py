"""Deeplearning4j's training UI: a real server, on this machine only."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

PROGRAM = """
import json
import sys
import jpype
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks
from dl4j_bridge.dl4j.training_ui import TrainingUI
from dl4j_bridge.errors import UsageError
from dl4j_bridge.jvm import start

start.ensure()
# More reports than points to draw: the page then draws some of them.
jpype.java.lang.System.setProperty("org.deeplearning4j.ui.maxChartPoints", "5")
data = bridge.datasets.load("digits")
network = networks.build(bridge.preset("lecture"), data)
ui = TrainingUI(0)
ui.watch(network, "lesson")
bridge.fit(network, data, epochs=1, batch_size=16, progress=False)
try:
    TrainingUI(int(ui.address.split(":")[2].split("/")[0]))
except UsageError as error:
    taken = str(error)
print(json.dumps([ui.address, taken]), flush=True)
sys.stdin.readline()
ui.close()
print("closed", flush=True)
sys.stdin.readline()
# What nobody closes does not keep the process.
TrainingUI(0)
"""
WATCHED = """
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

public class Watched {
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.deeplearning4j.ui.port", "0");
        UIServer server = UIServer.getInstance();
        server.attach(new InMemoryStatsStorage());
        System.out.println(server.getPort());
        System.in.read();
        System.exit(0);
    }
}
"""


@pytest.fixture(scope="module")
def served():
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as process:
        try:
            address, taken = json.loads(process.stdout.readline())
            yield process, address.removesuffix("/train/overview"), taken
        finally:
            process.kill()


def get(url: str) -> str:
    with urlopen(url, timeout=10) as answer:
        assert answer.status == 200
        return answer.read().decode("utf-8", "replace")


def own_address() -> str:
    """That of this machine towards others; it is only asked for, no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
        route.connect(("192.0.2.1", 9))
        own = route.getsockname()[0]
    assert not own.startswith("127.")
    return own


def test_the_pages_and_every_file_they_name(served) -> None:
    _, address, _ = served
    assert "DL4J Training UI" in get(f"{address}/")
    pages = [get(f"{address}/train/{page}") for page in ("overview", "model", "system")]
    files = {name for page in pages for name in re.findall(r'(?:src|href)="(/assets[^"]*)"', page)}
    assert len(files) == 38
    assert all(get(address + name) for name in files)


def test_the_page_has_the_training(served) -> None:
    _, address, _ = served
    session = json.loads(get(f"{address}/train/sessions/info"))["lesson"]
    assert session["numParams"] == 75010
    shown = json.loads(get(f"{address}/train/overview/data"))
    assert shown["scoresIter"][0] == 10
    assert shown["scores"][-1] < shown["scores"][0]
    assert json.loads(get(f"{address}/train/model/graph"))["vertexNames"] == [
        "Input",
        "layer0",
        "layer1",
    ]


@pytest.mark.fault(34)
def test_nobody_else_reaches_it(served) -> None:
    port = int(served[1].rsplit(":", 1)[1])
    for host in (own_address(), "::1"):
        with pytest.raises(OSError, match=r"refused|Cannot assign"):
            socket.create_connection((host, port), timeout=5)


@pytest.mark.fault(34)
def test_the_ui_of_a_course_program_is_for_this_machine(tmp_path: Path) -> None:
    """DL4J's own has every interface listen, and asks nobody."""
    (tmp_path / "Watched.java").write_text(WATCHED)
    command = [Path(sys.executable).with_name("dl4j-bridge"), "run", "Watched.java"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=tmp_path) as process:
        port = int(process.stdout.readline())
        assert "DL4J Training UI" in get(f"http://127.0.0.1:{port}/")
        for host in (own_address(), "127.0.0.2", "::1"):
            with pytest.raises(OSError, match=r"refused|Cannot assign"):
                socket.create_connection((host, port), timeout=5)
        process.stdin.close()
    assert process.returncode == 0


def test_a_port_that_is_taken(served) -> None:
    assert "(Address already in use). Take another port, or 0" in served[2]


def test_it_closes_and_never_keeps_the_process(served) -> None:
    process, address, _ = served
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "closed\n"
    with pytest.raises(OSError, match="refused"):
        urlopen(address, timeout=5)
    process.stdin.close()
    assert process.wait(60) == 0
