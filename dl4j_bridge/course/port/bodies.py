"""What the bodies of methods and classes begin with."""

from __future__ import annotations

from .program import Class, Method
from .scope import Scope


def method_scope(owner: Class, method: Method, scope: Scope) -> Scope:
    """The scope of a method."""
    inner = Scope(scope.unit, owner.source, owner, dict(scope.variables))
    inner.is_static = method.is_static
    inner.returns = method.returns
    return inner


def filled(lines: list[str], text: list[str]) -> list[str]:
    """A body, which Python wants not to be empty."""
    if any(row and not row.lstrip().startswith("#") for row in lines) or (text and not lines):
        return lines
    return [*lines, "pass"]


def class_scope(made: Class, scope: Scope) -> Scope:
    """The scope of what belongs to the class."""
    return Scope(scope.unit, made.source, made, dict(scope.variables))
