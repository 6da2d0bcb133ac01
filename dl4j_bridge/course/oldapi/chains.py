"""Chains of calls on Deeplearning4j's builders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from ..source import Source, walk

NETWORK, LIST, GRAPH, PART, UPDATER = "network", "list", "graph", "part", "updater"

UPDATERS = {
    "SGD": "Sgd",
    "ADAM": "Adam",
    "ADAMAX": "AdaMax",
    "ADADELTA": "AdaDelta",
    "NESTEROVS": "Nesterovs",
    "NADAM": "Nadam",
    "ADAGRAD": "AdaGrad",
    "RMSPROP": "RmsProp",
    "NONE": "NoOp",
}
_NOT_LAYERS = {*UPDATERS.values(), "AMSGrad", "AdaBelief"}
_DECLARATIONS = ("local_variable_declaration", "field_declaration")


@dataclass(frozen=True)
class Call:
    """A call in a chain.

    Attributes:
        node: the invocation, which holds all calls before it.
        name: of the method.
        arguments: their nodes.
        on: what it is called on: the builder of a network, of its list or graph of layers, of one
            layer or vertex, of an updater.
    """

    node: Node
    name: str
    arguments: tuple[Node, ...]
    on: str

    @property
    def named(self) -> Node:
        """The node of the method's name."""
        found = self.node.child_by_field_name("name")
        assert found is not None
        return found

    @property
    def start(self) -> int:
        """Where its dot is."""
        dots = [child for child in self.node.children if child.type == "."]
        return dots[-1].start_byte if dots else self.node.start_byte


@dataclass(frozen=True)
class Chain:
    """Calls that follow one another; the last one's node is the whole expression."""

    calls: tuple[Call, ...]

    def all(self, name: str, *on: str) -> list[Call]:
        """The calls of a method on some kinds of builders."""
        return [call for call in self.calls if call.name == name and call.on in on]


def chains(source: Source) -> list[Chain]:
    """Every chain that begins with a builder, in the order of the text."""
    found = []
    for node in walk(source.root):
        if node.type == "method_invocation" and not _goes_on(node):
            calls = _calls(source, node)
            if calls:
                found.append(Chain(tuple(calls)))
    return found


def around(chain: Chain, candidates: list[Chain]) -> Chain | None:
    """The chain of a network in whose arguments another one stands."""
    inner = chain.calls[-1].node
    for one in candidates:
        outer = one.calls[-1].node
        encloses = outer.start_byte < inner.start_byte and inner.end_byte < outer.end_byte
        if encloses and any(call.on == NETWORK for call in one.calls):
            return one
    return None


def _goes_on(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "method_invocation":
        return False
    return parent.child_by_field_name("object") == node


def _calls(source: Source, last: Node) -> list[Call]:
    nodes: list[Node] = []
    node: Node | None = last
    while node is not None and node.type == "method_invocation":
        nodes.insert(0, node)
        node = node.child_by_field_name("object")
    on = _kind(_type(source, node)) if node is not None else ""
    calls = []
    for one in nodes:
        if not on:
            break
        name, arguments = (one.child_by_field_name(field) for field in ("name", "arguments"))
        word = source.text(name) if name is not None else ""
        given = arguments.named_children if arguments is not None else []
        given = [argument for argument in given if "comment" not in argument.type]
        calls.append(Call(one, word, tuple(given), on))
        on = {"list": LIST, "graphBuilder": GRAPH, "build": ""}.get(word, on)
    return calls


def _type(source: Source, base: Node) -> str:
    """The type of what a chain begins with, as far as the file tells."""
    if base.type == "object_creation_expression":
        made = base.child_by_field_name("type")
        return source.text(made) if made is not None else ""
    if base.type == "identifier":
        return next(_declared(source, source.text(base)), "")
    return ""


def _declared(source: Source, name: str) -> Iterator[str]:
    for node in walk(source.root):
        declared = node.child_by_field_name("type")
        if declared is None:
            continue
        if node.type in _DECLARATIONS:
            names = [source.name(child) for child in node.children_by_field_name("declarator")]
        else:
            names = [source.name(node)] if node.type == "formal_parameter" else []
        if name in names:
            yield source.text(declared)


def _kind(type_name: str) -> str:
    outer, _, inner = type_name.partition("<")[0].replace(" ", "").rpartition(".")
    outer = outer.rpartition(".")[2]
    if inner == "ListBuilder" or (outer, inner) == ("MultiLayerConfiguration", "Builder"):
        return LIST
    if inner == "GraphBuilder":
        return GRAPH
    if inner != "Builder":
        return ""
    if outer == "NeuralNetConfiguration":
        return NETWORK
    return UPDATER if outer in _NOT_LAYERS else PART
