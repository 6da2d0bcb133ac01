"""The Java half, built and tested by Maven from the root pom."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from dl4j_bridge.jvm.jars.backends import class_path, jar_set
from dl4j_bridge.jvm.toolchain import find_maven

ROOT = Path(__file__).parents[2]


def test_maven_builds_java_and_its_junit_tests_pass(tmp_path: Path) -> None:
    class_path()  # the jars are here before Maven is asked to find them
    shutil.copy2(ROOT / "pom.xml", tmp_path)
    shutil.copytree(ROOT / "java", tmp_path / "java", ignore=shutil.ignore_patterns("target"))
    jars = jar_set()
    done = subprocess.run(
        [
            *(find_maven(), "-B", "-ntp", "package", f"-P{jars.backend}"),
            f"-Ddl4j.platform={jars.platform}",
            f"-Ddl4j.native={jars.classifier}",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stdout[-5000:]
    counts = re.findall(r"Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0", done.stdout)
    assert int(counts[-1]) >= 7  # the last line is the sum
    assert list((tmp_path / "java" / "target").glob("*.jar"))
