"""Every overloaded method and constructor of the mirror: the choice made here is javac's."""

import time
from pathlib import Path

from dl4j_bridge.jvm import start
from tests.jvm.javac_calls import calls, classes, groups, judge

CALLS_OF_AN_OVERLOAD = 24


def test_every_choice_is_javacs(tmp_path: Path) -> None:
    started = time.perf_counter()
    start.ensure()
    every = [group for java_class in classes() for group in groups(java_class)]
    asked = list(calls(every, CALLS_OF_AN_OVERLOAD))
    verdict = judge(asked, tmp_path, threads=4)
    overloads = sum(len(group.overloads) for group in every)
    print(f"{len(classes())} classes, {len(every)} overloaded names, {overloads} overloads")
    print(
        f"{len(asked)} calls: javac accepts {verdict.accepted}, calls {verdict.ambiguous} "
        f"ambiguous, refuses {verdict.refused}; {len(verdict.differences)} differences "
        f"({time.perf_counter() - started:.0f} s)",
        flush=True,
    )
    assert not verdict.differences, "\n".join(verdict.differences[:20])
    assert verdict.accepted > len(asked) // 2
    assert verdict.ambiguous > 1000
