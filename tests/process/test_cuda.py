"""Cards, driver and CUDA's libraries as programs and the loader tell of them."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dl4j_bridge.jvm.cuda import finding
from dl4j_bridge.jvm.cuda.rule import judge

WRITTEN = Path(__file__).parents[1] / "core" / "nvidia"
COMMAND = Path(sys.executable).with_name("dl4j-bridge")
LIBRARIES = ("libcudart.so.11.0", "libcublas.so.11", "libcusolver.so.11", "libcudnn.so.8")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="puts a shell script in the path")

# Answers as nvidia-smi does; KNOWS are the fields of its driver.
_SCRIPT = r"""#!/bin/sh
case "$1" in
--query-gpu=*)
    for field in $(echo "${{1#--query-gpu=}}" | tr , ' '); do
        case " {knows} " in
        *" $field "*) ;;
        *) echo "Field \"$field\" is not a valid field to query."; exit 2 ;;
        esac
    done
    cat '{folder}/{name}.query' ;;
-L) cat '{folder}/{name}.list' ;;
-q) cat '{folder}/{name}.compute' ;;
esac
"""
_ALL = "uuid name memory.total driver_version mig.mode.current compute_cap"


def nvidia_smi(folder: Path, script: str) -> dict[str, str]:
    """An environment whose nvidia-smi is a script."""
    program = folder / "nvidia-smi"
    program.write_text(script, "utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def machine(folder: Path, name: str, knows: str = _ALL) -> dict[str, str]:
    return nvidia_smi(folder, _SCRIPT.format(folder=WRITTEN, name=name, knows=knows))


def test_all_that_a_new_driver_tells(tmp_path: Path) -> None:
    found = finding.found_by(machine(tmp_path, "mig"))
    (card,) = found.cards
    assert (card.name, card.memory, card.capability) == ("NVIDIA A100-SXM4-40GB", 40960, (8, 0))
    assert len(card.slices) == 2
    assert found.cuda == (12, 0)


@pytest.mark.parametrize(
    ("name", "knows", "count"),
    [
        ("k80", "uuid name memory.total driver_version mig.mode.current", 2),
        ("old", "uuid name memory.total driver_version", 1),
    ],
)
def test_an_old_driver_is_asked_for_what_it_knows(
    tmp_path: Path, name: str, knows: str, count: int
) -> None:
    found = finding.found_by(machine(tmp_path, name, knows))
    assert len(found.cards) == count
    assert found.cards[0].answers
    assert found.cards[0].capability is None
    assert found.cuda is not None


def test_a_failure_is_one_line(tmp_path: Path) -> None:
    script = f"#!/bin/sh\ncat '{WRITTEN}/no_driver.failure'\nexit 9\n"
    assert judge(finding.found_by(nvidia_smi(tmp_path, script))).obstacle == (
        "the driver is not running"
    )


def test_a_driver_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_PATIENCE", 1)
    start = time.monotonic()
    found = finding.found_by(nvidia_smi(tmp_path, "#!/bin/sh\nexec sleep 600\n"))
    assert time.monotonic() - start < 30
    assert found.failure == "nvidia-smi says: no answer for 1 seconds"


def test_no_driver_at_all(tmp_path: Path) -> None:
    if any(Path(place).is_file() for place in finding._PLACES):
        pytest.skip("WSL has nvidia-smi in a place of its own")
    found = finding.found_by({"PATH": str(tmp_path)})
    assert found.failure == "there is no NVIDIA driver (nvidia-smi was not found)"


def library(folder: Path, name: str, source: str = "") -> None:
    """A library of that name, made by the system's compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    command = [compiler, "-shared", "-fPIC", f"-Wl,-soname,{name}", "-x", "c", "-"]
    subprocess.run([*command, "-o", str(folder / name)], input=source.encode(), check=True)


def asked(folder: Path, *names: str) -> object:
    program = Path(finding.__file__).with_name("asking.py")
    done = subprocess.run(
        [sys.executable, "-I", str(program), *names],
        env={**os.environ, "LD_LIBRARY_PATH": str(folder)},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_libraries_that_load_and_one_that_does_not(tmp_path: Path) -> None:
    for name in LIBRARIES:
        library(tmp_path, name)
    (tmp_path / "libcublas.so.11").write_bytes(b"no library")
    loaded = asked(tmp_path, *LIBRARIES)
    assert isinstance(loaded, dict)
    assert loaded["libcudart.so.11.0"]
    assert loaded["libcudnn.so.8"]
    if not Path("/usr/local/cuda-11.6").exists():
        assert not loaded["libcublas.so.11"]


def test_the_drivers_library_tells_the_capability(tmp_path: Path) -> None:
    library(
        tmp_path,
        "libcuda.so.1",
        """
        #include <string.h>
        int cuInit(unsigned flags) { return flags; }
        int cuDeviceGetCount(int *count) { *count = 2; return 0; }
        int cuDeviceGet(int *device, int index) { *device = 40 + index; return 0; }
        int cuDeviceGetUuid(char *uuid, int device) { memset(uuid, device, 16); return 0; }
        int cuDeviceGetAttribute(int *value, int attribute, int device) {
            *value = attribute == 75 ? 3 : attribute == 76 ? device - 33 : -1; return 0;
        }
        """,
    )
    assert asked(tmp_path) == {
        "GPU-28282828-2828-2828-2828-282828282828": "3.7",
        "GPU-29292929-2929-2929-2929-292929292929": "3.8",
    }


def test_training_on_a_card_that_does_not_fit_ends_before_any_download(tmp_path: Path) -> None:
    environment = {**os.environ, **machine(tmp_path, "h100")}
    done = subprocess.run(
        [COMMAND, "train", "--backend", "cuda-11.6"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 4
    assert "NVIDIA H100 80GB HBM3 has compute capability 9.0" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("a100", "NVIDIA A100-SXM4-40GB could be used, but "),
        ("h100", "NVIDIA H100 80GB HBM3 has compute capability 9.0"),
    ],
)
def test_the_automatic_choice_is_told_when_it_is_made(
    tmp_path: Path, card: str, reason: str
) -> None:
    kept = {"DL4J_BRIDGE_CONFIG": str(tmp_path / "c.toml"), "DL4J_BRIDGE_CACHE": str(tmp_path)}
    done = subprocess.run(
        [COMMAND, "backends", "use", "auto"],
        env={**os.environ, **machine(tmp_path, card), **kept},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert f"On this machine that is cpu: {reason}" in done.stdout
