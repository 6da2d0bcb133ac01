"""Experiments in TOML."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from random import Random

from dl4j_bridge.errors import UsageError
from dl4j_bridge.presets import PRESETS, preset
from dl4j_bridge.toml import from_file, from_toml, to_toml

from .. import damage
from ..target import refused

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_WORDS = (
    *(b"0", b"-1", b"1.5", b"nan", b"inf", b"true", b'""', b"'x'", b"[", b"]", b"{", b"}", b"="),
    *(b"1979-05-27", b"99999999999999999999", b"[[", b"]]", b"\n", b"\r", b'"""', b"#", b"."),
    *(b"layers", b"updater", b"schedule", b"augment", b"epochs", b"preset", b'"lecture"', b"type"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b'"\\ud800"', b"\\u0000"),
)


class Toml:
    """`from_file`: the settings are those of Python's own reader."""

    def __init__(self) -> None:
        self.seeds = (
            *(to_toml(preset(name)).encode() for name in PRESETS),
            b'preset = "lecture"\nepochs = 2\n[updater]\ntype = "nadam"\nlearningRate = 0.01\n',
        )

    def damaged(self, random: Random) -> bytes:
        seed = random.choice(self.seeds)
        if random.random() < 0.3:
            return damage.in_bytes(seed, random, self.seeds)
        return damage.in_words(seed, random, _WORDS, self.seeds)

    def read(self, content: bytes, folder: Path) -> bool:
        path = folder / "experiment.toml"
        path.write_bytes(content)
        try:
            experiment = from_file(path)
        except UsageError as error:
            return refused(error, path)
        document = tomllib.loads(content.decode("utf-8-sig"))
        for key in dataclasses.fields(experiment):
            value = getattr(experiment, key.name)
            if key.name in document and not isinstance(document[key.name], (dict, list)):
                assert value == document[key.name], key.name
        assert len(experiment.layers) == len(document.get("layers", experiment.layers))
        assert to_toml(from_toml(to_toml(experiment))) == to_toml(experiment)
        return True
