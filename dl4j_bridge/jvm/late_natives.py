"""Native libraries for classes that joined the JVM after its start."""

from __future__ import annotations

import jpype


def allow() -> None:
    """Let JavaCPP load them: for classes of another loader it needs a method that Java hides.

    The option `--add-opens java.base/java.lang=ALL-UNNAMED` does the same, for every start, which
    then could not take the modules from the JDK's archive. JPype calls through JNI, which asks
    for no permission.

    Source: JavaCPP's `Loader.loadLibrary`, the JDK's `jdk.internal.module.Modules`.
    """
    base = jpype.JClass("java.lang.Object").class_.getModule()
    jpype.JClass("jdk.internal.module.Modules").addOpensToAllUnnamed(base, "java.lang")
