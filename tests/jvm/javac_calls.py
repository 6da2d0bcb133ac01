"""Calls of every overloaded method of the mirror, judged by javac."""

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jpype
from jpype import JInt

from dl4j_bridge.dl4j import mirror
from dl4j_bridge.jvm.calls.members import constructors, methods
from dl4j_bridge.jvm.calls.names import full_name
from dl4j_bridge.jvm.calls.rules import JAVA_PHASES, Overload, resolve

from .javac import Javac
from .javac_arguments import Argument, Arguments, is_visible

CALLS_OF_A_FILE = 4000  # a class file holds 65,535 constants
# A value of any type, by a call: so a lambda that returns it may also return nothing.
ANY = "static <T> T any() { return null; }"


class Call(NamedTuple):
    """A call; `it|it.reshape` names a receiver `it` whose type stands before the bar."""

    target: str
    overloads: list[Overload]
    arguments: list[Argument]

    def ours(self) -> list[str]:
        """Descriptors of what we choose: none, the one, or several if it is ambiguous."""
        choice = resolve(self.overloads, [a.expression for a in self.arguments], JAVA_PHASES)
        return [descriptor(overload) for overload in choice.overloads] if choice else []

    def source(self, number: int) -> str:
        receiver, _, target = self.target.rpartition("|")
        named = [(a, f"a{i}") for i, a in enumerate(self.arguments)]
        parameters = [f"{a.java} {name}" for a, name in named if a.has_type]
        values = ", ".join(name if a.has_type else a.java for a, name in named)
        declared = ", ".join([receiver, *parameters] if receiver else parameters)
        return f"static void m{number}({declared}) throws Throwable {{ {target}({values}); }}"


class Verdict(NamedTuple):
    """What came of the comparison: how many calls javac took, called ambiguous, refused."""

    accepted: int
    ambiguous: int
    refused: int
    differences: list[str]


class Group(NamedTuple):
    """All overloads of one name: a call of it up to the arguments."""

    target: str
    overloads: list[Overload]

    @property
    def name(self) -> str:
        return self.target.rpartition(".")[2]


# ---- what is called --------------------------------------------------------------------------


@cache
def classes() -> list[Any]:
    """The mirror's, with the public classes nested in them."""
    found: dict[str, Any] = {}
    waiting = [mirror.java_class(name) for name in mirror.java_names()]
    while waiting:
        java_class = waiting.pop()
        if found.setdefault(full_name(java_class), java_class) is java_class:
            nested = map(jpype.JClass, java_class.class_.getClasses())
            waiting += [c for c in nested if full_name(c) not in found and is_visible(c)]
    return [found[name] for name in sorted(found)]


def groups(java_class: Any) -> Iterator[Group]:
    """Where there is something to choose: several overloads or a `T...`."""
    for group in _every_group(java_class):
        overloads = group.overloads
        if len(overloads) > 1 or any(overload.is_varargs for overload in overloads):
            yield Group(group.target, sorted(overloads, key=descriptor))


def _every_group(java_class: Any) -> Iterator[Group]:
    name = full_name(java_class)
    yield Group(f"|new {name}", constructors(java_class))
    missing = jpype.JClass("java.lang.NoClassDefFoundError")
    for method in sorted({str(m.getName()) for m in java_class.class_.getMethods()}):
        try:
            overloads = methods(java_class, method)
        except missing:
            continue  # takes a class whose jar the bridge leaves out: nobody can call it
        is_static = all(overload.is_static for overload in overloads)
        target = f"|{name}.{method}" if is_static else f"{name} it|it.{method}"
        yield Group(target, overloads)


def descriptor(overload: Overload) -> str:
    """`(IF[J)`: the parameters as a class file has them."""
    member = overload.member
    void = jpype.JClass("java.lang.Void").TYPE
    method_type = jpype.JClass("java.lang.invoke.MethodType")
    made = method_type.methodType(void, member.getParameterTypes())
    return str(made.toMethodDescriptorString())[:-1]


def calls(chosen: Iterable[Group], count: int, seed: int = 1) -> Iterator[Call]:
    """Some of each group.

    Args:
        chosen: groups.
        count: calls for each overload.
        seed: of what is random.
    """
    pick = random.Random(seed)
    chosen = list(chosen)
    types = {p for group in chosen for o in group.overloads for p in o.parameters}
    arguments = Arguments(types.union(classes()), pick)
    for group in chosen:
        for overload in group.overloads * count:
            formals = overload.parameters
            if overload.is_varargs and pick.random() < 0.7:
                number = len(formals) - 1 + pick.randrange(4)
                formals = overload.formals(number, spread=True)
            given = [arguments.of(p) for p in formals]
            if pick.random() < 0.04:  # one too many, one too few
                given = [*given, arguments.of(JInt)] if pick.random() < 0.5 else given[1:]
            yield Call(group.target, group.overloads, given)


# ---- compared --------------------------------------------------------------------------------


def judge(every: list[Call], folder: Path, threads: int = 2) -> Verdict:
    """Compare our choices with javac's.

    Args:
        every: calls.
        folder: for sources and classes.
        threads: how many compilers at a time.
    """
    parts = [every[i : i + CALLS_OF_A_FILE] for i in range(0, len(every), CALLS_OF_A_FILE)]
    with ThreadPoolExecutor(threads) as pool:
        verdicts = list(pool.map(_judge, parts, [folder / str(i) for i in range(len(parts))]))
    return Verdict(
        accepted=sum(verdict.accepted for verdict in verdicts),
        ambiguous=sum(verdict.ambiguous for verdict in verdicts),
        refused=sum(verdict.refused for verdict in verdicts),
        differences=[line for verdict in verdicts for line in verdict.differences],
    )


def _judge(part: list[Call], folder: Path) -> Verdict:
    folder.mkdir()
    javac = Javac(folder)
    sources = [call.source(i) for i, call in enumerate(part)]
    errors = javac.compile("Calls", [*sources, ANY])
    accepted = [source for i, source in enumerate(sources) if i not in errors]
    assert javac.compile("Accepted", [*accepted, ANY]) == {}
    theirs = javac.called("Accepted")
    ambiguous = {i for i, message in errors.items() if "is ambiguous" in message}
    # Java has no lambda for a method with type parameters; a function may well stand for it.
    unsayable = {i for i, message in errors.items() if "invalid functional descriptor" in message}
    differences = []
    for i, call in enumerate(part):
        ours = call.ours()
        if i not in errors and ours != [theirs[i]]:
            differences.append(f"javac calls {theirs[i]}, we {ours}: {sources[i]}")
        elif i in errors.keys() - unsayable and (
            len(ours) == 1 or (len(ours) > 1) != (i in ambiguous)
        ):
            differences.append(f"javac says {errors[i]}, we call {ours}: {sources[i]}")
    return Verdict(len(accepted), len(ambiguous), len(errors) - len(ambiguous), differences)
