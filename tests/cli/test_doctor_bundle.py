"""`dl4j-bridge doctor --bundle`: a zip for a bug report that tells nothing of its sender."""

import json
import re
import zipfile
from pathlib import Path

import pytest

import dl4j_bridge
from dl4j_bridge.lab.doctor.conflicts import KNOWN
from dl4j_bridge.lab.doctor.privacy import Scrubber

from .conftest import Cli

CRASH = """\
#
# A fatal error has been detected by the Java Runtime Environment:
#
#  SIGSEGV (0xb) at pc=0x00007f0000000000, pid=7, tid=8
# Core dump will be written. Default location: /work/marker-folder/core.7
#
Host: marker-host, AMD EPYC, 4 cores
Command Line: -Dpassword=marker-secret
siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000010
C  [libnd4jcpu.so+0x123456]  marker_is_no_name+0x10
Environment Variables:
USERNAME=marker-user
"""


def test_nothing_personal_is_in_it(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "marker-home"
    (home / "cache" / "crashes").mkdir(parents=True)
    (home / "cache" / "crashes" / "hs_err_pid7.log").write_text(CRASH)
    (home / "modules").mkdir()
    run = tmp_path / "marker-run"
    run.mkdir()
    environment = {"java": "17.0.1 (marker-vendor)", "cores": 4, "folder": f"{home}/work"}
    (run / "environment.json").write_text(json.dumps(environment))
    done = cli(
        "doctor", "--bundle", "report.zip", "--run", run,
        HOME=str(home),
        USER="marker-user", LOGNAME="marker-user", USERNAME="marker-user",
        HOSTNAME="marker-host", VENDOR="marker-vendor",
        API_TOKEN="marker-token",
        JAVA_TOOL_OPTIONS="-Dpassword=marker-secret -Dproxy=marker-proxy:8080",
        LD_PRELOAD="/nowhere/marker-preload.so",
        DL4J_BRIDGE_MARKER="marker-misspelt",
        DL4J_BRIDGE_CACHE=str(home / "cache"),
        DL4J_BRIDGE_DATA="/nowhere/marker-data",
        PYTHONPATH=str(home / "modules"),
        HTTPS_PROXY="http://marker-user:marker-secret@marker-proxy:8080",
    )  # fmt: skip
    assert "Look at it before you send it" in done.stderr
    with zipfile.ZipFile(tmp_path / "report.zip") as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert set(parts) == {"doctor.json", "packages.txt", "environment.json", "hs_err.log"}
    everything = (tmp_path / "report.zip").read_bytes() + "".join(parts.values()).encode()
    wrong = set(re.findall(rb"marker[-/]\w+", everything))
    assert wrong == set()
    assert str(tmp_path).encode() not in everything
    # What a fault is found by stays.
    assert "SIGSEGV" in parts["hs_err.log"]
    assert "libnd4jcpu.so+0x123456" in parts["hs_err.log"]
    found = json.loads(parts["doctor.json"])["found"]
    assert {row["name"] for row in found["Machine"]} >= {"processor", "cores", "memory"}
    assert f"dl4j-bridge {dl4j_bridge.__version__}" in parts["packages.txt"]
    assert json.loads(parts["environment.json"])["cores"] == 4


def test_a_file_that_is_there_stays(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "report.zip").write_text("mine")
    done = cli("doctor", "--bundle", "report.zip")
    assert done.returncode == 2
    assert "report.zip is there already" in done.stderr
    assert (tmp_path / "report.zip").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/jane doe/x", "<path> doe/x"),
        ("/usr/lib/jvm/java-17/bin", "/usr/lib/jvm/java-17/bin"),
        (r"C:\Users\jane\x.py", "<path>"),
        ("key=/data/thesis/a.csv;", "key=<path>;"),
        ("3/4 of 1,5 GB", "3/4 of 1,5 GB"),
        ("it said swordfish", "it said <$SECRET>"),
    ],
)
def test_paths_and_values(text: str, shown: str) -> None:
    assert Scrubber({"SECRET": "swordfish", "PART": "home", "PLACE": "/data"}).text(text) == shown


def test_all_variables_of_the_bridge_are_known() -> None:
    package = Path(dl4j_bridge.__file__).parent
    texts = [path.read_text("utf-8") for path in package.rglob("*.py")]
    used = {name for text in texts for name in re.findall(r"(?<!_)DL4J_BRIDGE_[A-Z]+", text)}
    assert used - {"DL4J_BRIDGE_"} == KNOWN
