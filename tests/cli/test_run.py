"""`dl4j-bridge run`: a program's streams, its end, what is said if it does not compile."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from dl4j_bridge.paths import crashes_dir

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
            case "namesake":
                var report = java.nio.file.Path.of(
                        args[1], "hs_err_pid" + ProcessHandle.current().pid() + ".log");
                java.nio.file.Files.writeString(report, "SIGSEGV");
                java.nio.file.Files.setLastModifiedTime(report,
                        java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
                System.exit(6);
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


def test_a_report_of_an_earlier_process_with_its_number_is_not_its_own(
    cli: Cli, many: Path
) -> None:
    reports = crashes_dir()
    done = cli("run", many, "namesake", reports)
    for report in reports.glob("hs_err_pid*.log"):
        if report.stat().st_mtime == 1_000_000_000:
            report.unlink()
    assert (done.returncode, done.stderr) == (6, "")


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


LATIN = """
public class Größen {
    public static void main(String[] args) throws Exception {
        System.out.println("größer".length() + " " + (int) "größer".charAt(2));
        new java.util.Scanner(new java.io.File("daten/zahlen.csv"));
    }
}
"""


def test_old_editors_letters_and_data_beside_the_program(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "course" / "Größen.java"
    (path.parent / "daten").mkdir(parents=True)
    path.write_text(LATIN, "windows-1252")
    (path.parent / "daten" / "zahlen.csv").write_text("1\n")
    done = cli("run", path)
    assert (done.returncode, done.stdout) == (1, "6 246\n")
    assert f"Warning: {path} is not UTF-8; it is read as Windows-1252." in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "daten/zahlen.csv is not in the current folder but in course: run it from there."
    )


def test_what_is_left_to_repair_by_hand(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "Old.java"
    path.write_text(OLD.replace(".learningRate(0.5)", ".learningRate(0.5).iterations(5)"), "utf-8")
    copy = tmp_path / "fixed" / "Old.java"
    done = cli("run", "--fix", path)
    assert (done.returncode, done.stdout) == (2, f"{copy}\n")
    head = f"Error: {copy} is written; 1 thing in it is left to repair by hand:\n{copy}:"
    assert head in done.stderr
    assert done.stderr.count("gone-from-builder") == 1
    told = json.loads(cli("run", "--fix", "--json", path).stdout)
    assert not told["ok"]
    assert "1 thing" in told["left"]


def test_a_program_with_several_workers_gets_their_jars(cli: Cli) -> None:
    program = Path(__file__).parents[1] / "java" / "Parallel.java"
    done = cli("run", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["iterations 10", "it has learnt", ""]
