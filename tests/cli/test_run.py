"""`dl4j-bridge run`: a program's streams, its end, what is said if it does not compile."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from .conftest import COMMAND, Cli

MANY = """
import java.util.*;
public class Many {
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "echo":
                System.out.println(String.join("|", args));
                System.out.println(new Scanner(System.in).nextLine());
                System.err.println(new java.io.File(".").getCanonicalPath());
                System.exit(5);
            case "crash":
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                Object unsafe = field.get(null);
                unsafe.getClass().getMethod("putAddress", long.class, long.class)
                        .invoke(unsafe, 0L, 0L);
            default:
                Runtime.getRuntime().addShutdownHook(new Thread(
                        () -> System.out.println("tidied up")));
                System.out.println("started");
                Thread.sleep(60_000);
        }
    }
}
"""
OLD = """import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
public class Old {
    public static void main(String[] args) {
        System.out.println(new NeuralNetConfiguration.Builder()
            .learningRate(0.5)
            .build().getLayer());
    }
}
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "Many.java"
    path.write_text(MANY, "utf-8")
    return path


def test_streams_arguments_exit_code(cli: Cli, many: Path) -> None:
    done = cli("run", many, "echo", "--main", "-q", "ä b", stdin="größer\n".encode())
    assert done.returncode == 5
    assert done.stdout == "echo|--main|-q|ä b\ngrößer\n"
    assert done.stderr == f"{many.parent.resolve()}\n"


def test_a_crash_is_named_with_its_report(cli: Cli, many: Path) -> None:
    done = cli("run", many, "crash")
    assert done.returncode == 7
    report = re.search(r"is in (.*hs_err_pid\d+\.log)", done.stderr)
    assert report, done.stderr
    assert (
        "EXCEPTION_ACCESS_VIOLATION" in (text := Path(report[1]).read_text()) or "SIGSEGV" in text
    )
    Path(report[1]).unlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_reach_the_program(many: Path, sent: signal.Signals, code: int) -> None:
    command = [COMMAND, "run", many, "wait"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        # It streams: the line is here while the program goes on.
        assert child.stdout.readline() == "started\n"
        child.send_signal(sent)
        assert child.stdout.read() == "tidied up\n"
    assert child.returncode == code


def test_old_api(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "Old.java"
    path.write_text(OLD, "utf-8")
    done = cli("run", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path}:5:14: `.learningRate(0.5)` [rate-beside-updater]" in done.stderr
    assert "Fix: `.updater(new Sgd(0.5))`" in done.stderr
    assert "cannot find symbol" not in done.stderr
    done = cli("run", "--fix", path, "--json")
    assert done.returncode == 2  # what follows the program is not ours
    told = json.loads(cli("run", "--fix", "--json", path).stdout)
    assert told["ok"]
    assert told["files"] == [str(tmp_path / "fixed" / "Old.java")]
    assert [(one["line"], one["repaired"]) for one in told["findings"]] == [(5, True)]
    assert path.read_text("utf-8") == OLD
    done = cli("run", told["files"][0])
    assert (done.returncode, done.stdout) == (0, "null\n")
    assert cli("run", "--fix", "--out", tmp_path, path).returncode == 3
    assert path.read_text("utf-8") == OLD


def test_faults(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "Bad.java"
    path.write_text("import javafx.stage.Stage;\npublic class Bad { void main( { } }", "utf-8")
    done = cli("run", path)
    assert done.returncode == 2
    assert f"{path}:2: " in done.stderr
    path.write_text(
        "import javafx.stage.Stage;\n"
        "public class Bad { public static void main(String[] args) { } }",
        "utf-8",
    )
    done = cli("run", path)
    assert done.returncode == 2
    assert f"{path}:1: package javafx.stage does not exist" in done.stderr
    assert "brings no other libraries" in done.stderr
    assert cli("run", tmp_path / "None.java").returncode == 3
    assert cli("run", "--json", path).returncode == 2
