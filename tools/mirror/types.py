"""Java types as Python annotations: what a call takes, what it gives back."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from .reflection import OBJECT, Array, JavaType, Named, Variable, reflect

_WHOLE = {"byte", "short", "int", "long"}
_BOXES = {
    "java.lang.Byte": "byte",
    "java.lang.Short": "short",
    "java.lang.Integer": "int",
    "java.lang.Long": "long",
    "java.lang.Float": "float",
    "java.lang.Double": "double",
    "java.lang.Boolean": "boolean",
    "java.lang.Character": "char",
}
_TAKEN = {
    **dict.fromkeys(_WHOLE, "python.Int"),
    **dict.fromkeys(("float", "double", "java.lang.Number"), "python.Float"),
    "boolean": "python.Bool",
    "char": "str",
    "java.lang.String": "python.Text",
    "java.lang.CharSequence": "python.Text",
    "java.io.File": "java_io.File | PathLike[str]",
    "org.nd4j.linalg.api.ndarray.INDArray": (
        "nd4j_linalg_api_ndarray.INDArray | NDArray[Any] | None"
    ),
}
_GIVEN = {
    **dict.fromkeys(_WHOLE, "int"),
    **dict.fromkeys(("float", "double"), "float"),
    "boolean": "bool",
    "char": "str",
    "void": "None",
}
_LISTS = {"java.util.List", "java.util.Collection", "java.lang.Iterable"}

# What stands for a type variable: that of a superclass may be known here, None means anything.
Bindings = Mapping[Variable, JavaType | None]


def module_of(name: str) -> str:
    """The stub module of a class: `dl4j_nn_conf` for org.deeplearning4j.nn.conf."""
    package = name.rpartition(".")[0]
    for root, short in (("org.deeplearning4j", "dl4j"), ("org.nd4j", "nd4j")):
        if package == root or package.startswith(f"{root}."):
            package = short + package.removeprefix(root)
    return package.replace(".", "_")


def reference(name: str) -> str:
    """A class as other modules write it: `dl4j_nn_conf_layers.DenseLayer.Builder`."""
    return f"{module_of(name)}.{name.rpartition('.')[2].replace('$', '.')}"


def is_fluent(variable: Variable) -> bool:
    """The T of `Builder<T extends Builder<T>>`, which stands for the subclass: Python's Self."""
    return bool(variable.owner) and variable.bound == Named(variable.owner)


def parameters_of(name: str) -> tuple[Variable, ...]:
    """The type parameters that a class has in Python."""
    return tuple(one for one in reflect(name).variables if not is_fluent(one))


@dataclass(frozen=True)
class Annotations:
    """Writes the types of one class's members.

    Attributes:
        owner: the class.
        known: classes that have a stub; any other one is Any.
    """

    owner: str
    known: Container[str]

    def taken(self, java: JavaType, bindings: Bindings, inferred: Container[Variable]) -> str:
        """What an argument may be."""
        if isinstance(java, Array):
            return f"python.Arrays[{self.taken(java.element, bindings, inferred)}]"
        if isinstance(java, Variable):
            return self._variable(java, bindings, inferred, is_taken=True)
        name = _BOXES.get(java.name, java.name)
        if name in _TAKEN:
            return _TAKEN[name]
        if java.name in _LISTS or java.name == "java.util.Map":
            kind = "Map" if java.name == "java.util.Map" else "List"
            inside = java.arguments[-1] if java.arguments else OBJECT
            return f"python.{kind}[{self.taken(inside, bindings, inferred)}]"
        if not self._has_stub(java):
            return "Any"
        plain = self._named(java, ["Any"] * len(java.arguments))
        return f"{plain} | abc.Callable[..., Any]" if reflect(java.name).is_functional else plain

    def given(self, java: JavaType, bindings: Bindings, inferred: Container[Variable]) -> str:
        """What a result is."""
        if isinstance(java, Array):
            return f"python.JArray[{self.given(java.element, bindings, inferred)}]"
        if isinstance(java, Variable):
            return self._variable(java, bindings, inferred, is_taken=False)
        name = _BOXES.get(java.name, java.name)
        if name in _GIVEN:
            return _GIVEN[name]
        if not self._has_stub(java):
            return "Any"
        return self._named(java, [self.given(one, bindings, inferred) for one in java.arguments])

    def _has_stub(self, java: Named) -> bool:
        return java.name in self.known and java.name not in ("java.lang.Object", "java.lang.Class")

    def _named(self, java: Named, arguments: list[str]) -> str:
        variables = reflect(java.name).variables
        arguments = arguments or ["Any"] * len(variables)
        pairs = zip(variables, arguments, strict=False)
        kept = [text for variable, text in pairs if not is_fluent(variable)]
        return reference(java.name) + (f"[{', '.join(kept)}]" if kept else "")

    def _variable(
        self, java: Variable, bindings: Bindings, inferred: Container[Variable], *, is_taken: bool
    ) -> str:
        write = self.taken if is_taken else self.given
        if is_fluent(java):
            return write(bindings.get(java) or java.bound, {}, inferred) if is_taken else "Self"
        if java in bindings:
            bound = bindings[java]
            return "Any" if bound is None else write(bound, {}, inferred)
        if java.owner == self.owner or (not java.owner and java in inferred):
            return variable_name(java)
        return write(java.bound, {}, inferred) if not java.owner and not is_taken else "Any"


def variable_name(java: Variable) -> str:
    """A TypeVar's name; one of a nested class differs from those around it."""
    depth = java.owner.count("$") if java.owner else 9
    return f"_{java.name}{depth or ''}"
