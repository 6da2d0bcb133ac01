"""Type stubs for Java's classes, one module for each package."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from . import inheritance
from .jdk import JDK, PROTOCOLS
from .reflection import OBJECT, Array, JavaClass, JavaType, Method, Variable, reflect
from .types import Annotations, Bindings, module_of, parameters_of, reference, variable_name

# Java's overloads and overrides break rules of Python's type system that no caller need care for.
HEADER = """\
# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"
"""
_IMPORTS = """
from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar
"""
# From narrow to wide: a type checker takes the first overload that fits.
_WIDTHS = ("python.Bool", "python.Int", "python.Float", "str", "python.Text")

# By name, the parameters and results of its overloads: `(self, a: python.Int, /) -> Self`.
Signatures = Mapping[str, Sequence[str]]


def front_page(names: Mapping[str, str]) -> str:
    """What `from dl4j_bridge.dl4j import …` finds.

    Args:
        names: simple name to full name.
    """
    by_module: dict[str, list[str]] = defaultdict(list)
    for simple, full in names.items():
        by_module[module_of(full)].append(f"{simple} as {simple}")
    imports = (
        f"from .stubs.{m} import {', '.join(sorted(by_module[m]))}" for m in sorted(by_module)
    )
    return "\n".join(
        [
            HEADER,
            "from typing import Any",
            "",
            *imports,
            "",
            "def java_class(name: str) -> Any: ...",
            "",
        ]
    )


def stub_files(shown: Sequence[str]) -> dict[str, str]:
    """File name to text, for every package of the classes and of those of the JDK."""
    known = {inner for name in (*shown, *JDK) for inner in _with_nested(name)}
    stubs = _Stubs(known)
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in (*JDK, *shown):
        if "$" not in name:
            by_module[module_of(name)].append(name)
    return {f"{module}.pyi": _module(stubs, sorted(names)) for module, names in by_module.items()}


def _with_nested(name: str) -> Iterator[str]:
    yield name
    for inner in reflect(name).nested:
        yield from _with_nested(inner)


def _module(stubs: _Stubs, names: Iterable[str]) -> str:
    body = "\n".join(line for name in names for line in stubs.lines(reflect(name)))
    variables = sorted(set(re.findall(r"(?<![\w.])_[A-Z]\w*", body)))
    roots = "dl4j|dl4jbridge|java|nd4j"
    modules = set(re.findall(rf"(?<![\w.])((?:{roots})_\w+|python)\.", body))
    imports = [f"from . import {module}" for module in sorted(modules)]
    declared = [f'{name} = TypeVar("{name}", default=Any)' for name in variables]
    return "\n".join([HEADER + _IMPORTS, *imports, "", *declared, "", body, ""])


class _Stubs:
    """Writes classes.

    Args:
        known: those that have a stub, nested ones too.
    """

    def __init__(self, known: Container[str]) -> None:
        self._known = known
        self._signatures = cache(self._signatures_of)

    def lines(self, java: JavaClass, indent: str = "") -> Iterator[str]:
        """The stub of a class, with those nested in it."""
        bases = self._bases(java)
        yield f"{indent}class {re.split('[.$]', java.name)[-1]}{f'({bases})' if bases else ''}:"
        inside = f"{indent}    "
        yield from (f"{inside}{line}" for line in self._members(java))
        for name in java.nested:
            yield from self.lines(reflect(name), inside)
        if not indent:
            yield ""

    def _bases(self, java: JavaClass) -> str:
        annotations = Annotations(java.name, self._known)
        texts = [annotations.given(one, {}, ()) for one in inheritance.bases(java, self._known)]
        if not texts and java.name != OBJECT.name:
            texts = [reference(OBJECT.name)]
        if variables := [variable_name(one) for one in parameters_of(java.name)]:
            texts.append(f"Generic[{', '.join(variables)}]")
        if java.name == "java.lang.Throwable":
            texts.append("Exception")
        return ", ".join(texts)

    def _members(self, java: JavaClass) -> Iterator[str]:
        annotations = Annotations(java.name, self._known)
        mine = self._signatures(java.name)
        for name, kind, is_static in java.fields:
            if name not in mine:  # JPype lets the method have the name
                text = annotations.given(kind, {}, ())
                yield f"{name}: ClassVar[{text}]" if is_static else f"{name}: {text}"
        yield from _overloads("__init__", _constructors(java, annotations))
        yield from PROTOCOLS.get(java.name, ())
        inherited = self._inherited(java)
        for name in sorted(mine):
            if _nameless(mine[name]) != _nameless(inherited.get(name, ())):
                yield from _overloads(name, mine[name])

    def _inherited(self, java: JavaClass) -> Signatures:
        """What Python finds in the bases: of several the first one's."""
        if java.name == OBJECT.name:
            return {}
        found: dict[str, Sequence[str]] = {}
        for one in reversed(inheritance.bases(java, self._known) or [OBJECT]):
            found.update(self._signatures(one.name))
        return found

    def _signatures_of(self, name: str) -> Signatures:
        annotations = Annotations(name, self._known)
        return {
            method_name: _ordered(
                text
                for method, bindings in overloads
                for text in _signature(method, annotations, bindings)
            )
            for method_name, overloads in inheritance.methods(reflect(name)).items()
        }


def _constructors(java: JavaClass, annotations: Annotations) -> Sequence[str]:
    found = [text for one in java.constructors for text in _signature(one, annotations, {})]
    return _ordered(found) or ["(self, never: Never, /) -> None"]


def _signature(method: Method, annotations: Annotations, bindings: Bindings) -> Iterator[str]:
    """One text, or two for `T...`: any number of T, or an array of them."""
    inferred = {found for parameter in method.parameters for found in _variables(parameter)}
    taken = [annotations.taken(parameter, bindings, inferred) for parameter in method.parameters]
    given = annotations.given(method.result, bindings, inferred)
    receiver = [] if method.is_static else ["self"]
    named = [f"{name}: {text}" for name, text in zip(method.names, taken, strict=True)]
    slash = ["/"] if named else []
    yield f"({', '.join([*receiver, *named, *slash])}) -> {given}"
    if method.is_varargs:
        last = method.parameters[-1]
        element = last.element if isinstance(last, Array) else OBJECT
        spread = f"*{method.names[-1]}: {annotations.taken(element, bindings, inferred)}"
        fixed = [*receiver, *named[:-1], *(["/"] if receiver or named[:-1] else [])]
        yield f"({', '.join([*fixed, spread])}) -> {given}"


def _variables(java: JavaType) -> Iterator[Variable]:
    if isinstance(java, Variable):
        yield java
    elif isinstance(java, Array):
        yield from _variables(java.element)


def _overloads(name: str, signatures: Sequence[str]) -> Iterator[str]:
    for signature in signatures:
        if len(signatures) > 1:
            yield "@overload"
        if not signature.startswith("(self"):
            yield "@staticmethod"
        yield f"def {name}{signature}: ..."


def _ordered(signatures: Iterable[str]) -> Sequence[str]:
    distinct = sorted(signatures, reverse=True)
    return sorted(dict(zip(_nameless(distinct), distinct, strict=True)).values(), key=_width)


def _nameless(signatures: Sequence[str]) -> Sequence[str]:
    """Without the names of parameters, which may be passed by place only."""
    return [re.sub(r"\w+: ", "", one) for one in signatures]


def _width(signature: str) -> tuple[object, ...]:
    kinds = re.findall(r"\w+: ([^,)]+)", signature)
    ranks = [_WIDTHS.index(kind) if kind in _WIDTHS else len(_WIDTHS) for kind in kinds]
    return ("*" in signature, len(ranks), "Any" in signature, ranks, _nameless([signature]))
