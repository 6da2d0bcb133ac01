"""How the JVM starts, each case in a process of its own."""

import os
import subprocess
import sys
import textwrap

import pytest


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "default", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def ok(code: str, **environment: str) -> str:
    done = python(code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    ok(
        """
        import sys, dl4j_bridge, dl4j_bridge.dl4j
        dir(dl4j_bridge), dl4j_bridge.__version__
        heavy = {"jpype", "numpy", "click", "rich", "PIL"} & set(sys.modules)
        assert not heavy, heavy
        """
    )


def test_core_files_start_no_jvm() -> None:
    ok(
        """
        import sys
        import dl4j_bridge as bridge
        bridge.datasets.iris(), bridge.to_toml(bridge.preset("lecture")), bridge.History()
        assert "jpype" not in sys.modules
        """
    )


def test_options_are_in_force() -> None:
    printed = ok(
        """
        import os
        from dl4j_bridge.dl4j import Nd4j
        import jpype
        Nd4j.create(2)
        get = jpype.java.lang.System.getProperty
        print(os.environ["OMP_NUM_THREADS"], get("dl4jbridge.threads"),
              get("org.bytedeco.javacpp.maxphysicalbytes"), get("jdk.serialFilter"),
              jpype.java.lang.Runtime.getRuntime().maxMemory() >> 20)
        """,
        DL4J_BRIDGE_THREADS="2",
        DL4J_BRIDGE_HEAP="300",
        OMP_NUM_THREADS="3",
    )
    openmp, threads, limit, serial_filter, heap = printed.split()
    assert (openmp, threads, limit, serial_filter) == ("1", "2", "0", "!*")
    assert 280 <= int(heap) <= 300


def test_java_deserialization_is_refused() -> None:
    ok(
        """
        from dl4j_bridge.dl4j import ArrayList
        import jpype
        bytes_out = jpype.java.io.ByteArrayOutputStream()
        out = jpype.java.io.ObjectOutputStream(bytes_out)
        out.writeObject(ArrayList())
        out.close()
        source = jpype.java.io.ByteArrayInputStream(bytes_out.toByteArray())
        try:
            jpype.java.io.ObjectInputStream(source).readObject()
        except jpype.java.io.InvalidClassException as error:
            assert "REJECTED" in str(error)
        else:
            raise SystemExit("deserialized")
        """
    )


@pytest.mark.fault(15)
def test_late_options_are_refused_by_name() -> None:
    ok(
        """
        import dataclasses
        from dl4j_bridge.errors import JvmStateError
        from dl4j_bridge.jvm import start
        running = start.ensure()
        assert start.ensure(running) is running
        try:
            start.ensure(dataclasses.replace(running, threads=running.threads + 1))
        except JvmStateError as error:
            assert "comes too late" in str(error) and "restart Python" in str(error)
        else:
            raise SystemExit("accepted")
        """
    )


@pytest.mark.fault(16)
def test_a_jvm_that_was_shut_down_is_said_to_be() -> None:
    ok(
        """
        import jpype
        from dl4j_bridge.errors import JvmStateError
        from dl4j_bridge.jvm import start
        start.ensure()
        jpype.shutdownJVM()
        try:
            start.ensure()
        except JvmStateError as error:
            assert "shut down" in str(error)
        else:
            raise SystemExit("accepted")
        """
    )


@pytest.mark.fault(15)
def test_another_packages_jvm_is_joined_and_what_it_lacks_is_listed() -> None:
    done = python(
        """
        import jpype
        jpype.startJVM("-Xmx700m", convertStrings=False)
        import numpy as np
        from dl4j_bridge.dl4j import Nd4j, NeuralNetConfiguration
        assert np.asarray(Nd4j.ones(2, 3)).sum() == 6
        NeuralNetConfiguration.Builder().list()
        assert jpype.JClass("dl4jbridge.team.Team").size() == 3
        """,
        DL4J_BRIDGE_THREADS="3",
    )
    assert done.returncode == 0, done.stderr
    assert "-Ddl4jbridge" not in done.stderr
    assert "JvmOptionsWarning: Another package has started the JVM" in done.stderr
    assert "-Dorg.bytedeco.javacpp.maxphysicalbytes=0" in done.stderr
    assert "-Djdk.serialFilter=!*" in done.stderr


@pytest.mark.fault(16)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("before", ["", "from dl4j_bridge.jvm import start; start.ensure()"])
def test_the_first_use_may_be_in_another_thread(before: str) -> None:
    """Whether the JVM runs already or not; and the process ends afterwards."""
    out = ok(
        f"""
        import threading
        {before}
        def work():
            from dl4j_bridge.dl4j import MultiLayerNetwork, Nd4j
            print(Nd4j.ones(3).sumNumber())
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        """
    )
    assert out.split() == ["3.0"]


@pytest.mark.fault(16)
def test_a_forked_child_gets_a_clear_error_instead_of_a_hang() -> None:
    printed = ok(
        """
        import os
        from dl4j_bridge.errors import JvmStateError
        from dl4j_bridge.dl4j import Nd4j
        array = Nd4j.ones(3)
        def told(action):
            try:
                action()
            except JvmStateError as error:
                return "spawn" in str(error)
            return False
        child = os.fork()
        if child == 0:
            import dl4j_bridge as bridge
            fine = (told(lambda: array.sum()), told(lambda: Nd4j.ones(2)),
                    told(lambda: bridge.to_nd4j([1.0])))
            os._exit(0 if all(fine) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        print(array.sumNumber())
        """
    )
    assert printed.strip() == "3.0"


@pytest.mark.parametrize("value", ["0", "two", "-1"])
def test_a_senseless_setting_names_its_variable(value: str) -> None:
    done = python(
        "from dl4j_bridge.jvm.options import JvmOptions; JvmOptions.from_environment()",
        DL4J_BRIDGE_THREADS=value,
    )
    assert f"DL4J_BRIDGE_THREADS is '{value}'" in done.stderr


@pytest.mark.fault(15)
def test_a_jvm_of_other_code_with_a_class_path_of_its_own(tmp_path) -> None:
    """It is joined, from a thread too; and nobody can start a second one afterwards."""
    done = python(
        f"""
        import threading
        import jpype
        jpype.startJVM(classpath=[{str(tmp_path)!r}])
        def work():
            from dl4j_bridge.dl4j import Nd4j
            print(Nd4j.ones(3).sumNumber())
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(30)
        try:
            jpype.startJVM()
        except OSError as error:
            print(error)
        """
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["3.0", "JVM is already started"]


@pytest.mark.fault(16)
def test_processes_and_threads_of_every_kind(tmp_path, record_property) -> None:
    """One program: forked pools refuse, spawned ones and a fork server work, threads share."""
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM))
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["fork:refused", "spawn:3.0", "forkserver:3.0", "threads:1", "8"]
    record_property("figure", "fork refused; spawn, forkserver, 8 threads, asyncio work")


PROGRAM = """
import asyncio
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import dl4j_bridge as bridge
from dl4j_bridge.errors import JvmStateError


def work(_):
    from dl4j_bridge.dl4j import Nd4j
    return float(Nd4j.ones(3).sumNumber())


def ask(kind):
    with ProcessPoolExecutor(1, multiprocessing.get_context(kind)) as pool:
        try:
            return pool.submit(work, 0).result(timeout=60)
        except JvmStateError as error:
            assert "spawn" in str(error)
            return "refused"


if __name__ == "__main__":
    from dl4j_bridge.dl4j import networks
    data = bridge.datasets.load("iris")
    network = networks.build(bridge.preset("lecture"), data)
    for kind in ("fork", "spawn", "forkserver"):
        print(f"{kind}:{ask(kind)}")
    x = data.test.x

    def outputs(_=0):
        return bridge.predict(network, x).tobytes()

    with ThreadPoolExecutor(8) as threads:
        answers = {outputs(), *threads.map(outputs, range(64))}
    print(f"threads:{len(answers)}")

    async def together():
        return await asyncio.gather(*(asyncio.to_thread(outputs) for _ in range(8)))

    print(sum(one in answers for one in asyncio.run(together())))
"""
