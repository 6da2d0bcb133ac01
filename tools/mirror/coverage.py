"""What the mirror covers, as the table it reads at run time, with a page that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from .surface import BESIDES, LEFT_OUT, Surface


def class_table(shown: Iterable[str]) -> str:
    """`classes.txt`: a line for each package, in the order in which names are given."""
    lines = [
        f"{package}: {' '.join(name.rpartition('.')[2] for name in names)}\n"
        for package, names in groupby((*BESIDES, *shown), key=lambda name: name.rpartition(".")[0])
    ]
    return "# Made by `python -m tools.mirror`. The first of two classes has the name.\n" + "".join(
        lines
    )


def simple_names(shown: Iterable[str]) -> dict[str, str]:
    """Simple name to full name."""
    names: dict[str, str] = {}
    for name in (*BESIDES, *shown):
        names.setdefault(name.rpartition(".")[2], name)
    return names


def second_names(shown: Iterable[str]) -> dict[str, str]:
    """Classes whose simple name another one has: full name to the full name of that one."""
    shown = list(shown)
    owner = simple_names(shown)
    first = {name: owner[name.rpartition(".")[2]] for name in shown}
    return {name: other for name, other in first.items() if name != other}


def coverage_page(surface: Surface) -> str:
    """`docs/coverage.md`."""
    taken = second_names(surface.shown)
    simple = len(surface.shown) - len(taken)
    total = len(surface.shown) + len(surface.left_out)
    return _PAGE.format(
        simple=simple,
        total=total,
        taken=len(taken),
        left_out=len(surface.left_out),
        packages=len({name.rpartition(".")[0] for name in surface.shown}),
        second="\n".join(f"| `{name}` | `{first}` |" for name, first in taken.items()),
        reasons="\n".join(_reasons(surface)),
    )


def _reasons(surface: Surface) -> Iterable[str]:
    counts = Counter(surface.left_out.values())
    reasons = dict.fromkeys(LEFT_OUT.values())
    for reason in reasons:
        patterns = [pattern for pattern, why in LEFT_OUT.items() if why == reason]
        names = ", ".join(f"`{pattern}`" for pattern in patterns)
        yield f"| {sum(counts[pattern] for pattern in patterns)} | {reason} | {names} |"


_PAGE = """\
# What the mirror covers

Made by `python -m tools.mirror` from the class files in the jars; a test compares.

The jars of Deeplearning4j and ND4J hold {total} public classes that are not nested in another one.

| classes | how Python reaches them |
| ---: | --- |
| {simple} | by simple name: `from dl4j_bridge.dl4j import DenseLayer` ({packages} packages) |
| {taken} | by full name, because another class has the simple name |
| {left_out} | by full name, for the reasons below |

Any class, nested ones too, is reached by its full name:

```python
from dl4j_bridge.dl4j import java_class

java_class("org.deeplearning4j.nn.layers.OutputLayer")
java_class("java.util.Map.Entry")
```

## Two classes of one name

| this one has a full name only | the simple name stands for |
| --- | --- |
{second}

## Without a simple name

`*` stands for any name in a package, `**` for packages below it as well.

| classes | why | which |
| ---: | --- | --- |
{reasons}
"""
