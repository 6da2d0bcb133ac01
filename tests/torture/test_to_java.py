"""Hundreds of drawn configurations as Java source, compiled and compared."""

from pathlib import Path

from dl4j_bridge.jvm import start
from tests.jvm.configurations import configurations
from tests.jvm.test_to_java import same

COUNT = 200


def test_hundreds_of_configurations(tmp_path: Path) -> None:
    start.ensure()
    exported, refused = same(tmp_path, configurations(7, COUNT))
    print(f"{len(exported)} of {COUNT} exported, compiled and equal", *refused, sep="\n")
    assert (len(exported), refused) == (COUNT, [])
