"""The JDK's own compiler, run in the JVM of the tests."""

import re
from pathlib import Path

import jpype


class Javac:
    """Compiles into a folder.

    Args:
        folder: of sources and classes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def compile(self, name: str, members: list[str], package: str = "") -> dict[int, str]:
        """Compile a class from members of one line each; what is wrong, by index of the member."""
        source = self.folder / f"{name}.java"
        head = f"package {package};" if package else ""
        body = "\n".join(members)
        source.write_text(f"{head} public class {name} {{\n{body}\n}}\n", encoding="utf-8")
        class_path = jpype.JClass("java.lang.System").getProperty("java.class.path")
        options = f"-proc:none -nowarn -Xmaxerrs 99999 -d {self.folder} -cp".split()
        arguments = [*options, f"{self.folder}:{class_path}", str(source)]
        out = jpype.JClass("java.io.ByteArrayOutputStream")()
        compiler = jpype.JClass("javax.tools.ToolProvider").getSystemJavaCompiler()
        compiler.run(None, out, out, jpype.JString[:](arguments))
        found = re.findall(r"\.java:(\d+): error: (.*)", str(out.toString()))
        return {int(line) - 2: message for line, message in found}

    def called(self, name: str) -> dict[int, str]:
        """The descriptor of the last method that each `m<number>` of a compiled class calls."""
        writer = jpype.JClass("java.io.StringWriter")()
        printer = jpype.JClass("java.io.PrintWriter")(writer)
        javap = jpype.JClass("java.util.spi.ToolProvider").findFirst("javap").get()
        path = str(self.folder / f"{name}.class")
        javap.run(printer, printer, jpype.JString[:](["-c", "-p", path]))
        found = {}
        for part in str(writer.toString()).split("\n\n"):
            number = re.search(r"static void m(\d+)\(", part)
            if number:
                targets = re.findall(r"// (?:Interface)?Method \S+:(\(.*?\))\S+", part)
                found[int(number[1])] = targets[-1]
        return found
