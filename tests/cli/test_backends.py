"""`dl4j-bridge backends`, as a user calls it."""

import json
from pathlib import Path

from dl4j_bridge.jvm import cpu
from dl4j_bridge.jvm.jars import backends, extras

from .conftest import Cli

CHOSEN = backends.jar_set()


def test_list(cli: Cli) -> None:
    done = cli("backends", "list")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == len(backends.available()) + len(extras.names()) + 2
    [chosen] = [line for line in lines if line.startswith("* cpu ")]
    assert chosen.split()[2:5] == [CHOSEN.classifier, f"{CHOSEN.size / 1e6:.1f}", "MB"]
    assert lines[-3].split()[:2] == ["+", "ui"]
    assert lines[-2].endswith("the fastest build this CPU can run.")


def test_list_json(cli: Cli) -> None:
    told = json.loads(cli("backends", "list", "--json").stdout)
    assert (told["schema"], told["ok"], told["platform"]) == (1, True, cpu.platform_name())
    [chosen] = [one for one in told["backends"] if one["chosen"] and one["backend"] == "cpu"]
    assert chosen["classifier"] == CHOSEN.classifier
    assert chosen["cpu_lacks"] == []
    assert chosen["bytes"] == CHOSEN.size


def test_list_with_a_wrong_override_still_lists(cli: Cli) -> None:
    done = cli("backends", "list", DL4J_BRIDGE_NATIVE="nonsense")
    assert done.returncode == 0
    assert "cpu: DL4J_BRIDGE_NATIVE is 'nonsense', but for" in done.stderr
    assert not [line for line in done.stdout.splitlines()[:-2] if line.startswith("*")]


def test_plan_needs_neither_maven_nor_network(cli: Cli, tmp_path: Path) -> None:
    repository = f"-Dmaven.repo.local={tmp_path / 'none'}"
    empty = {"PATH": str(tmp_path), "MAVEN_OPTS": repository, "MAVEN_ARGS": repository}
    done = cli("backends", "plan", DL4J_BRIDGE_CACHE=str(tmp_path / "cache"), **empty)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 27 + 2
    size = f"{CHOSEN.size / 1e6:.1f} MB"
    assert lines[-2].split() == [*size.split(), f"{CHOSEN.name},", "27", "jars"]
    assert lines[-1].split() == [*size.split(), "to", "be", "fetched"]
    assert not (tmp_path / "none").exists()
    assert not (tmp_path / "cache").exists()


def test_plan_json(cli: Cli) -> None:
    told = json.loads(cli("backends", "plan", "cpu", "--json").stdout)
    assert (told["schema"], told["ok"], told["backend"]) == (1, True, "cpu")
    assert [jar["coordinate"] for jar in told["jars"]] == [
        jar.coordinate for jar in CHOSEN.artifacts
    ]
    missing = sum(jar["bytes"] for jar in told["jars"] if not jar["here"])
    assert told["missing_bytes"] == missing
    assert sum(jar["bytes"] for jar in told["jars"]) == told["bytes"]


def test_plan_of_an_unknown_backend(cli: Cli) -> None:
    done = cli("backends", "plan", "gpu")
    assert done.returncode == 2
    assert done.stdout == ""
    names = "cpu, cpu-mkl, cpu-openblas, cuda-11.6, cuda-11.6-redist"
    assert f"There is no backend 'gpu'; there is: {names}." in done.stderr


def test_a_build_that_does_not_exist(cli: Cli) -> None:
    done = cli("backends", "plan", "--json", DL4J_BRIDGE_NATIVE="linux-sparc")
    assert done.returncode == 4
    error = json.loads(done.stdout)["error"]
    assert error["type"] == "BackendError"
    assert "'linux-sparc', but for" in error["message"]


def test_fetch_of_what_is_here(cli: Cli) -> None:
    jars = [str(path) for path in backends.class_path()]
    done = cli("backends", "fetch", "--json", PATH="")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert (told["schema"], told["ok"], told["fetched_bytes"]) == (1, True, 0)
    assert told["class_path"] == jars
    done = cli("backends", "fetch", PATH="")
    assert done.stdout.startswith(f"{CHOSEN.name}: 27 jars, ")
    assert done.stderr == ""


def test_fetch_offline(cli: Cli, tmp_path: Path) -> None:
    repository = f"-Dmaven.repo.local={tmp_path / 'repository'}"
    done = cli(
        "backends",
        "fetch",
        DL4J_BRIDGE_OFFLINE="1",
        DL4J_BRIDGE_CACHE=str(tmp_path / "cache"),
        MAVEN_OPTS=repository,
        MAVEN_ARGS=repository,
    )
    assert done.returncode == 4
    assert done.stdout == ""
    assert f"27 of 27 jars ({CHOSEN.size / 1e6:.1f} MB)" in done.stderr
    assert "DL4J_BRIDGE_OFFLINE forbids to download them" in done.stderr


def test_an_extra_is_planned_and_fetched_like_a_backend(cli: Cli) -> None:
    told = json.loads(cli("backends", "fetch", "ui", "--json").stdout)
    planned = json.loads(cli("backends", "plan", "ui", "--json").stdout)
    assert told["bytes"] == planned["bytes"] < 30e6
    assert len(told["class_path"]) == len(planned["jars"])
    assert all(jar["here"] for jar in planned["jars"])
    assert not {jar["coordinate"] for jar in planned["jars"]} & {
        jar.coordinate for jar in CHOSEN.artifacts
    }


def test_plan_names_licences(cli: Cli) -> None:
    done = cli("backends", "plan", "cpu-mkl")
    assert "Licence of Intel's oneMKL: Intel Simplified Software License." in done.stdout
    told = json.loads(cli("backends", "plan", "cuda-11.6-redist", "--json").stdout)
    assert "CUDA Toolkit EULA" in told["licences"][0]
    assert told["bytes"] > 2.4e9
    assert json.loads(cli("backends", "plan", "cpu", "--json").stdout)["licences"] == []


def test_use(cli: Cli, tmp_path: Path) -> None:
    config = {"DL4J_BRIDGE_CONFIG": str(tmp_path / "config.toml"), "DL4J_BRIDGE_BACKEND": ""}
    done = cli("backends", "use", "cpu-openblas", **config)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Runs take cpu-openblas now ({tmp_path / 'config.toml'}).")
    found = json.loads(cli("doctor", "--json", **config).stdout)["found"]
    assert {"name": "backend", "value": "cpu-openblas"} in found["Backend"]
    assert cli("backends", "use", "gpu", **config).returncode == 2
    assert cli("backends", "use", **config).returncode == 2
    told = json.loads(cli("backends", "use", "--forget", "--json", **config).stdout)
    assert (told["ok"], told["backend"]) == (True, None)
    assert (tmp_path / "config.toml").read_text() == ""


def test_use_auto(cli: Cli, tmp_path: Path) -> None:
    """Kept as the word: a card that comes later is found, and each run says what it is today."""
    config = {
        "DL4J_BRIDGE_CONFIG": str(tmp_path / "config.toml"),
        "DL4J_BRIDGE_BACKEND": "",
        "PATH": str(tmp_path),  # no nvidia-smi
    }
    done = cli("backends", "use", "auto", **config)
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    assert first == f"Runs take auto now ({tmp_path / 'config.toml'})."
    assert second.startswith("On this machine that is cpu: ")
    assert (tmp_path / "config.toml").read_text() == 'backend = "auto"\n'
    told = json.loads(cli("backends", "use", "auto", "--json", **config).stdout)
    assert (told["backend"], told["now"]) == ("auto", "cpu")
    assert second.endswith(f": {told['why']}.")
    found = json.loads(cli("doctor", "--json", **config).stdout)["found"]
    [backend] = [row for row in found["Settings"] if row["name"] == "backend"]
    assert (backend["value"], backend["why"]) == ("cpu", f"auto: {told['why']}")
