"""Java types, as far as the meaning of an operator depends on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

_INTEGRAL = ("byte", "short", "char", "int", "long")
_NUMERIC = (*_INTEGRAL, "float", "double")
_UNBOXED = {
    "Byte": "byte",
    "Short": "short",
    "Character": "char",
    "Integer": "int",
    "Long": "long",
    "Float": "float",
    "Double": "double",
    "Boolean": "boolean",
}


@dataclass(frozen=True)
class JavaType:
    """A type by its simple name.

    Attributes:
        name: of the class, without packages and outer classes; of the elements of an array.
        arguments: type arguments.
        dimensions: of an array.
    """

    name: str
    arguments: tuple[JavaType, ...] = ()
    dimensions: int = 0

    def __str__(self) -> str:
        return self.name + "[]" * self.dimensions

    @property
    def is_known(self) -> bool:
        """Whether anything is known about it."""
        return self.name not in {"?", "Object", "T", "E", "K", "V", "Number", "var"}

    @property
    def unboxed(self) -> JavaType:
        """`int` for `Integer`; all others are themselves."""
        if self.dimensions or self.name not in _UNBOXED:
            return self
        return JavaType(_UNBOXED[self.name])

    @property
    def is_integral(self) -> bool:
        """Whether it is a whole number, or a char."""
        return not self.dimensions and self.unboxed.name in _INTEGRAL

    @property
    def is_numeric(self) -> bool:
        """Whether it is a number, or a char."""
        return not self.dimensions and self.unboxed.name in _NUMERIC

    @property
    def is_fractional(self) -> bool:
        """Whether it is `float` or `double`."""
        return not self.dimensions and self.unboxed.name in {"float", "double"}

    @property
    def element(self) -> JavaType:
        """What an array or a collection is of."""
        if self.dimensions:
            return replace(self, dimensions=self.dimensions - 1)
        return self.arguments[0] if self.arguments else UNKNOWN

    def array(self, dimensions: int = 1) -> JavaType:
        """An array of it."""
        return replace(self, dimensions=self.dimensions + dimensions)


UNKNOWN = JavaType("?")
VOID = JavaType("void")
INT = JavaType("int")
LONG = JavaType("long")
FLOAT = JavaType("float")
DOUBLE = JavaType("double")
BOOLEAN = JavaType("boolean")
CHAR = JavaType("char")
STRING = JavaType("String")
NULL = JavaType("null")


def promoted(left: JavaType, right: JavaType) -> JavaType:
    """The type that arithmetic on the two is done in (JLS 5.6.2)."""
    names = {left.unboxed.name, right.unboxed.name}
    for name in ("double", "float", "long"):
        if name in names:
            return JavaType(name) if left.is_numeric and right.is_numeric else UNKNOWN
    return INT if left.is_numeric and right.is_numeric else UNKNOWN


def parse(text: str) -> JavaType:
    """`Map<String, double[]>`, `int...`, `java.util.List<?>` from their text."""
    text = text.strip()
    dimensions = 0
    while text.endswith(("[]", "...")):
        text = text.removesuffix("[]").removesuffix("...").strip()
        dimensions += 1
    for wildcard in ("? extends ", "? super ", "final "):
        text = text.removeprefix(wildcard)
    name, _, rest = text.partition("<")
    arguments = tuple(map(parse, _split(rest.rpartition(">")[0]))) if rest else ()
    return JavaType(name.strip().rpartition(".")[2], arguments, dimensions)


def _split(text: str) -> list[str]:
    """By the commas that are in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += {"<": 1, ">": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]
