"""Writes `jars.lock.json` from `pom.xml`, or with `--check` tells where the two differ.

Both ask Maven which jars each set is made of, which reads poms only. Writing then downloads each
jar that the old lock does not know, to take its SHA-256. `--repository` keeps that out of your own
one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dl4j_bridge.jvm.jars import maven, maven_settings
from dl4j_bridge.jvm.jars.lock import LOCK_FILE, SCHEMA, Artifact, pom_digest, read_lock
from dl4j_bridge.jvm.jars.verified import sha256
from dl4j_bridge.paths import build_file

# Every native build of ND4J 1.0.0-M2.1 that was published, but for Android's.
NATIVES = {
    ("cpu", "linux-x86_64"): (
        "",
        "-avx2",
        "-avx512",
        "-compat",
        "-onednn",
        "-onednn-avx2",
        "-onednn-avx512",
    ),
    ("cpu", "linux-arm64"): ("",),
    ("cpu", "linux-armhf"): ("",),
    ("cpu", "macosx-x86_64"): ("", "-avx2"),
    ("cpu", "macosx-arm64"): ("",),
    ("cpu", "windows-x86_64"): ("", "-avx2", "-onednn", "-onednn-avx2"),
    # Other BLAS libraries below the CPU backend; those for old glibc or 32 bits do not exist.
    ("cpu-openblas", "linux-x86_64"): (
        "",
        "-avx2",
        "-avx512",
        "-onednn",
        "-onednn-avx2",
        "-onednn-avx512",
    ),
    ("cpu-openblas", "linux-arm64"): ("",),
    ("cpu-openblas", "macosx-arm64"): ("",),
    ("cpu-openblas", "windows-x86_64"): ("", "-avx2", "-onednn", "-onednn-avx2"),
    ("cpu-mkl", "linux-x86_64"): (
        "",
        "-avx2",
        "-avx512",
        "-onednn",
        "-onednn-avx2",
        "-onednn-avx512",
    ),
    ("cuda-11.6", "linux-x86_64"): ("", "-cudnn"),
    ("cuda-11.6", "windows-x86_64"): ("", "-cudnn"),
    ("cuda-11.6-redist", "linux-x86_64"): ("", "-cudnn"),
    ("cuda-11.6-redist", "windows-x86_64"): ("", "-cudnn"),
}

# Profiles of the pom that add jars to any backend's, and for which platforms they differ.
EXTRAS = {
    "datavec": ("linux-x86_64",),
    "ecj": ("linux-x86_64",),
    "keras": ("linux-x86_64", "linux-arm64", "linux-armhf", "macosx-x86_64", "windows-x86_64"),
    "parallel": ("linux-x86_64",),
    "spark": ("linux-x86_64",),
    "trace": ("linux-x86_64",),
    "ui": ("linux-x86_64",),
}
_ASKED = "linux-x86_64"
# The version that the pom pins downloads every jar of a tree that it shows.
_TREE = "3.6.1:tree"


@dataclass(frozen=True, order=True)
class Key:
    """Which jar set."""

    backend: str
    platform: str
    classifier: str

    def __str__(self) -> str:
        return f"{self.backend}/{self.classifier}"


KEYS = [
    Key(backend, platform, platform + variant)
    for (backend, platform), variants in NATIVES.items()
    for variant in variants
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if they differ")
    parser.add_argument(
        "--only",
        metavar="NAME",
        nargs="+",
        default=[*map(str, KEYS), *EXTRAS],
        help="check these sets, like cpu/linux-arm64, and extras, like ui",
    )
    parser.add_argument("--repository", metavar="DIR", help="Maven repository to use")
    arguments = parser.parse_args()
    options = [f"-Dmaven.repo.local={arguments.repository}"] if arguments.repository else []
    if arguments.check:
        keys = [key for key in KEYS if str(key) in arguments.only]
        extras = [name for name in EXTRAS if name in arguments.only]
        differences = check(keys, extras, options)
        print("\n".join(differences) or "The lock agrees with the pom.")
        return 1 if differences else 0
    write(options, Path(arguments.repository or maven_settings.local_repository()))
    return 0


def check(keys: list[Key], extras: list[str], options: list[str]) -> list[str]:
    """Every difference between lock and pom in these sets and extras, one line each."""
    lock = read_lock()
    locked = {
        Key(one.backend, one.platform, one.classifier): [jar.coordinate for jar in one.artifacts]
        for one in lock.sets
    }
    differences = [f"{key}: in the lock, but unknown here" for key in locked if key not in KEYS]
    if lock.pom_sha256 != pom_digest(build_file("pom.xml")):
        differences.append("pom.xml: changed after the lock was made")
    for key, asked in ask(keys, options).items():
        have = locked.get(key, [])
        differences += [f"{key}: {jar} is missing in the lock" for jar in asked if jar not in have]
        differences += [f"{key}: {jar} is not in the pom" for jar in have if jar not in asked]
        if sorted(asked) == sorted(have) and asked != have:
            differences.append(f"{key}: the order differs")
    for name, parts in ask_extras(extras, options).items():
        if _joined(parts) != [jar.coordinate for jar in lock.extras.get(name, ())]:
            differences.append(f"{name}: the lock holds other jars, or in another order")
    return differences


def write(options: list[str], repository: Path) -> None:
    """Download what is new, then write the lock."""
    sets, extras = ask(sorted(KEYS), options), ask_extras([*EXTRAS], options)
    wanted = sets | {key: jars for parts in extras.values() for key, jars in parts.items()}
    known = {jar.coordinate: jar for jar in known_artifacts()}
    for key, jars in wanted.items():
        unknown = set(jars) - known.keys()
        if unknown:
            print(f"{key}: {len(unknown)} new jars", flush=True)
        for jar in sorted(unknown):
            group, name, version, *classifier = jar.split(":")
            asked = ":".join([group, name, version, "jar", *classifier])
            get = ("get", key.backend, key.platform, key.classifier)
            maven.run(*get, f"-Dartifact={asked}", "-Dtransitive=false", *options)
            path = repository / Artifact(jar, "", 0).layout
            known[jar] = Artifact(jar, sha256(path), path.stat().st_size)
    used = sorted({jar for jars in wanted.values() for jar in jars})
    content = {
        "schema": SCHEMA,
        "pom_sha256": pom_digest(build_file("pom.xml")),
        "artifacts": {jar: {"sha256": known[jar].sha256, "bytes": known[jar].size} for jar in used},
        "sets": [{**vars(key), "artifacts": jars} for key, jars in sets.items()],
        "extras": {name: _joined(parts) for name, parts in extras.items()},
    }
    LOCK_FILE.write_text(json.dumps(content, indent=1) + "\n", "utf-8", newline="\n")


def known_artifacts() -> set[Artifact]:
    """What the old lock holds: a published jar never changes."""
    if not LOCK_FILE.exists():
        return set()
    lock = read_lock()
    lists = [*(one.artifacts for one in lock.sets), *lock.extras.values()]
    return {jar for jars in lists for jar in jars}


def ask(keys: list[Key], options: list[str]) -> dict[Key, list[str]]:
    """The jars of every set, as the pom has them."""
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(keys, pool.map(lambda key: coordinates(key, options), keys), strict=True))


def ask_extras(names: list[str], options: list[str]) -> dict[str, dict[Key, list[str]]]:
    """The jars of these extras for each platform, without those that all backends have."""
    if not names:
        return {}
    # A platform is nothing but a word in the coordinates: one question tells them all.
    common = coordinates(_on(_ASKED, "cpu"), options)
    asked = ask([_on(_ASKED, name) for name in names], options)
    return {
        name: {
            _on(platform, name): [
                jar.replace(_ASKED, platform)
                for jar in asked[_on(_ASKED, name)]
                if jar not in common
            ]
            for platform in EXTRAS[name]
        }
        for name in names
    }


def _on(platform: str, backend: str) -> Key:
    return Key(backend, platform, platform)


def _joined(parts: dict[Key, list[str]]) -> list[str]:
    """The jars for all platforms, each once, in the order of the class path."""
    return list(dict.fromkeys(jar for jars in parts.values() for jar in jars))


def coordinates(key: Key, options: list[str]) -> list[str]:
    """The set's jars as the pom names them, in the order of the class path; downloads no jar."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        output = f"-DoutputFile={tree}"
        maven.run(_TREE, key.backend, key.platform, key.classifier, output, *options)
        lines = tree.read_text("utf-8").splitlines()[1:]
    return [coordinate(line.split()[-1]) for line in lines]


def coordinate(entry: str) -> str:
    """`group:artifact:jar[:classifier]:version:scope` as the lock spells it."""
    group, name, _, *classifier, version, _ = entry.split(":")
    return ":".join([group, name, version, *classifier])


if __name__ == "__main__":
    sys.exit(main())
