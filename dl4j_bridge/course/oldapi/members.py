"""Methods, constants and interfaces with other names now."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from ..source import Source, walk
from .repair import Repair, finding, replaced

_RENAMED = {"getFeatureMatrix": "getFeatures"}
# Constants that M2.1's enums lack, by enum.
CONSTANTS_GONE = {
    "WeightInit": {
        "NORMALIZED": "`WeightInit.XAVIER` or another one that M2.1 has.",
        "SIZE": "`WeightInit.XAVIER_UNIFORM` or another one that M2.1 has.",
        "VI": "`WeightInit.XAVIER_UNIFORM` or another one that M2.1 has.",
    },
    "LossFunction": {
        "RMSE_XENT": "`LossFunction.MSE`, or MCXENT with softmax for classes.",
        "EXPLL": "`LossFunction.POISSON`.",
    },
    "OptimizationAlgorithm": {
        "HESSIAN_FREE": "`OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT` or LBFGS.",
    },
}


def members(source: Source) -> Iterator[Repair]:
    """Repairs all over a file."""
    for node in walk(source.root):
        if node.type == "method_invocation":
            yield from _renamed(source, node)
        elif node.type == "field_access":
            yield from _constant(source, node)
        elif node.type == "super_interfaces":
            yield from _listener(source, node)
        elif node.type == "object_creation_expression":
            yield from _convolution_setup(source, node)


def _renamed(source: Source, node: Node) -> Iterator[Repair]:
    name = node.child_by_field_name("name")
    arguments = node.child_by_field_name("arguments")
    if name is None or arguments is None or arguments.named_children:
        return
    new = _RENAMED.get(source.text(name))
    if new and node.child_by_field_name("object") is not None:
        what, why = f"`.{source.text(name)}()`", "DataSet has it under another name."
        told = finding(source, name, "renamed-method", what, why, f"`.{new}()`.")
        yield Repair(told, (replaced(name, new),))


def _constant(source: Source, node: Node) -> Iterator[Repair]:
    enum, _, constant = source.text(node).rpartition(".")
    fix = CONSTANTS_GONE.get(enum.rpartition(".")[2], {}).get(constant)
    if fix:
        what, why = f"`{source.text(node)}`", "M2.1 has no such constant."
        yield Repair(finding(source, node, "gone-constant", what, why, fix))


def _listener(source: Source, node: Node) -> Iterator[Repair]:
    """`IterationListener` was an interface and is an abstract class."""
    names = [one for one in walk(node) if one.type == "type_identifier"]
    if [source.text(one) for one in names] != ["IterationListener"]:
        return
    extends = any(one.type == "superclass" for one in (node.parent.children if node.parent else ()))
    what, why = "`implements IterationListener`", "It is an abstract class in M2.1."
    fix = "`implements TrainingListener`." if extends else "`extends BaseTrainingListener`."
    new = fix.strip("`.")
    told = finding(source, node, "listener-is-a-class", what, why, fix)
    yield Repair(told, () if extends else (replaced(node, new),))


def _convolution_setup(source: Source, node: Node) -> Iterator[Repair]:
    made, given = (node.child_by_field_name(field) for field in ("type", "arguments"))
    if made is None or given is None or source.text(made) != "ConvolutionLayerSetup":
        return
    builder, *sizes = map(source.text, given.named_children)
    new = f"{builder}.setInputType(InputType.convolutionalFlat({', '.join(sizes)}))"
    told = finding(
        source,
        node,
        "gone-class",
        "`new ConvolutionLayerSetup(…)`",
        "An input type says what the rows are.",
        f"`{new};`",
    )
    alone = node.parent is not None and node.parent.type == "expression_statement"
    yield Repair(told, (replaced(node, new),) if alone and len(sizes) == 3 else ())
