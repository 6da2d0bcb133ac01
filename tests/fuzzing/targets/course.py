"""Java sources, and what traced programs wrote."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from dl4j_bridge.course import lint, port
from dl4j_bridge.course.oldapi import Classes, check, repaired
from dl4j_bridge.course.program import find
from dl4j_bridge.course.source import Source
from dl4j_bridge.course.trace import read
from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.lab.old_code import mirrored

from .. import damage
from ..target import refused

_TESTS = Path(__file__).parents[2]
_WORDS = (
    *(b"(", b")", b"{", b"}", b"[", b"]", b"<", b">", b";", b",", b".", b"?", b":", b"->", b"@"),
    *(
        b'"',
        b"'",
        b'"""',
        b"/*",
        b"*/",
        b"//",
        b"\\",
        b"\\u0022",
        b"\\uuu0041",
        b"\\uD800",
        b"'\\0'",
    ),
    *(
        b"\0",
        b"\r",
        b"\f",
        b"\xff",
        b"\xef\xbb\xbf",
        "ä".encode(),
        "\u2028".encode(),
        b"\xed\xa0\x80",
    ),
    *(b"class", b"new", b"int", b"if", b"else", b"for", b"while", b"return", b"switch", b"case"),
    *(b"static", b"void", b"final", b"super", b"this", b"null", b"lambda", b"yield", b"record"),
    *(b"0x", b"0b1", b"1e", b"1e999", b"9999999999999999999999", b"0777", b"08", b"1_0", b"-1L"),
    *(b"+", b"-", b"++", b"--", b"!", b"=", b"==", b">>>=", b"&&", b"%", b"/", b"instanceof"),
    *(b"\\u", b"break", b"continue", b"try", b"catch", b"throw", b"x", b"None", b"import", b"_"),
)


class _Java:
    """Programs as courses have them, with a file's bytes or words damaged."""

    def __init__(self) -> None:
        # Short ones: a second buys more of them.
        paths = sorted([*_TESTS.glob("course/*.java"), *_TESTS.glob("lint/*/*.java")])
        self.seeds = tuple(p.read_bytes() for p in paths if self._is_whole(p.read_bytes()))

    @staticmethod
    def _is_whole(content: bytes) -> bool:
        return len(content) < 4000 and not Source(Path("A.java"), content).root.has_error

    def damaged(self, random: Random) -> bytes:
        seed = random.choice(self.seeds)
        if random.random() < 0.3:
            return damage.in_bytes(seed, random, self.seeds)
        return damage.in_words(seed, random, _WORDS, self.seeds)


class Lint(_Java):
    """`lint`: each finding is at a place that the file has."""

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "Course.java"
        path.write_bytes(content)
        try:
            sources = lint.read([path])
        except DataError as error:
            return refused(error, path)
        lines = sources[0].code.split(b"\n")
        for finding in lint.lint(sources):
            assert 1 <= finding.line <= len(lines)
            assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
            assert finding.what
        return True


class Port(_Java):
    """`port`: what comes out is Python."""

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "Course.java"
        path.write_bytes(content)
        try:
            program = find(path)
            ported = port.port(program.sources, program.main)
        except (DataError, UsageError) as error:
            return refused(error)
        compile(ported.text, "course.py", "exec")
        return True


class OldApi(_Java):
    """`oldapi`: a repaired program is still text, and can be looked at again."""

    def __init__(self) -> None:
        super().__init__()
        mirror = mirrored()
        self._classes = Classes(set(mirror.values()), mirror)
        old = b"import org.deeplearning4j.eval.Evaluation;\n"
        chain = b"new NeuralNetConfiguration.Builder().iterations(1).learningRate(0.1)\n"
        more = b'.regularization(true).list(2).layer(0, new DenseLayer.Builder().activation("relu")'
        self.seeds += (old + b"class A { void f() { " + chain + more + b".build()).build(); } }",)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "Course.java"
        path.write_bytes(content)
        try:
            source = Source.read(path)
            again = Source(path, repaired(source, check(source, self._classes)))
        except DataError as error:
            return refused(error, path)
        assert again.code.decode("utf-8") or not content
        check(again, self._classes)
        return True


class TraceFolder:
    """`trace.read`: as many events as there are lines."""

    _WORDS = (
        *(b"0", b"-1", b"1e999", b"NaN", b"null", b"true", b"{}", b"[]", b'""', b'"x"', b"\n"),
        *(b"99999999999999999999", b'"\\ud800"', b"\xff", b"\0", b'"event"', b'"network"', b":"),
    )

    def __init__(self) -> None:
        folder = _TESTS / "core" / "traces" / "iris"
        self.seeds = ((folder / "events.jsonl").read_bytes(),)
        self._arrays = {path.name: path.read_bytes() for path in folder.glob("*.npy")}

    def damaged(self, random: Random) -> bytes:
        if random.random() < 0.3:
            return damage.in_bytes(self.seeds[0], random)
        return damage.in_words(self.seeds[0], random, self._WORDS)

    def read(self, content: bytes, folder: Path) -> bool:
        for name, held in {**self._arrays, "events.jsonl": content}.items():
            (folder / name).write_bytes(held)
        try:
            trace = read(folder)
            for network in trace.networks:
                values = network.initial_values()
                for parameter in network.parameters:
                    parameter.of(values)
        except DataError as error:
            return refused(error, folder)
        events = [json.loads(line)["event"] for line in content.split(b"\n")[:-1]]
        assert len(trace.iterations) == events.count("iteration")
        assert len(trace.fits) == events.count("fit")
        return True
