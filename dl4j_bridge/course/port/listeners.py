"""Classes that Java calls: its interfaces, implemented in Python."""

from __future__ import annotations

from .program import Class
from .scope import Scope
from .unit import Untranslatable

# Abstract classes whose methods do nothing: the interface behind them and all its methods, with
# the names of their parameters.
_BASES = {
    "BaseTrainingListener": (
        "TrainingListener",
        {
            "iterationDone": ("model", "iteration", "epoch"),
            "onEpochStart": ("model",),
            "onEpochEnd": ("model",),
            "onForwardPass": ("model", "activations"),
            "onGradientCalculation": ("model",),
            "onBackwardPass": ("model",),
        },
    ),
    "ScoreIterationListener": ("", {}),
}
_LISTENER = "org.deeplearning4j.optimize.api.TrainingListener"
# Interfaces that fill in for what a class leaves out.
_WHOLE = {"TrainingListener": _BASES["BaseTrainingListener"][1]}


def implementing(made: Class, foreign: list[str], scope: Scope) -> tuple[str, list[list[str]]]:
    """The decorator of a class that implements Java's interfaces, and methods it lacks.

    Raises:
        Untranslatable: it inherits from a class of Java's, which Python cannot.
    """
    interfaces, missing = [], {}
    for name in foreign:
        interface, methods = _BASES.get(name, (name, _WHOLE.get(name, {})))
        is_class = made.superclass is not None and made.superclass.name == name
        if (is_class and name not in _BASES) or not interface:
            raise Untranslatable(made.node, f"a class that extends Java's {name}")
        full = _LISTENER if interface == "TrainingListener" else interface
        interfaces.append(scope.unit.class_name(full) or interface)
        missing.update(methods)
    scope.unit.from_modules |= {("jpype", "JImplements"), ("jpype", "JOverride")}
    for method in made.methods:
        called = _is_override(method.node, scope) or method.name in missing
        if called and not method.is_static and method.name != "<init>":
            scope.unit.kept.add((made.name, method.name, len(method.parameters)))
    own = {method.name for method in made.methods}
    extra = [
        ["@JOverride", f"def {name}(self, {', '.join(words)}):", "    pass"]
        for name, words in missing.items()
        if name not in own
    ]
    return f"@JImplements({', '.join(interfaces)})", extra


def _is_override(node: object, scope: Scope) -> bool:
    from tree_sitter import Node

    assert isinstance(node, Node)
    return any(
        "@Override" in scope.text(child) for child in node.children if child.type == "modifiers"
    )
