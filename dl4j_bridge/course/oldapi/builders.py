"""Calls on builders that are gone, or that want another argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..source import Source
from .chains import GRAPH, LIST, NETWORK, PART, Call, Chain
from .repair import Edit, Repair, finding, removed, replaced

ACTIVATIONS = (
    *("cube", "elu", "hardsigmoid", "hardtanh", "identity", "leakyrelu", "rationaltanh", "relu"),
    *("rrelu", "sigmoid", "softmax", "softplus", "softsign", "tanh", "rectifiedtanh", "selu"),
    "swish",
)


@dataclass(frozen=True)
class Gone:
    """A call that M2.1's builders do not have.

    Attributes:
        on: the kinds of builders that had it.
        harmless: the argument with which leaving it out changes nothing; empty for any.
        why: what became of it.
        fix: what to do.
    """

    on: tuple[str, ...]
    harmless: str | None
    why: str
    fix: str


GONE = {
    "iterations": Gone(
        (NETWORK,),
        "1",
        "`fit` makes one update a batch; repeating batches is the program's own loop.",
        "leave it out; for more than one, call `fit` on each batch that many times.",
    ),
    "regularization": Gone(
        (NETWORK,),
        "true",
        "l1 and l2 always hold when they are given.",
        "leave it out; for `false`, leave out l1 and l2 as well.",
    ),
    "backprop": Gone(
        (LIST, GRAPH),
        "true",
        "`fit` always does backpropagation.",
        "leave it out.",
    ),
    "pretrain": Gone(
        (LIST, GRAPH),
        "false",
        "Pretraining is a call of its own.",
        "leave it out; for `true`, call `pretrain(data)` of the network before `fit`.",
    ),
    "useDropConnect": Gone(
        (NETWORK,),
        "false",
        "DropConnect is a weight noise now.",
        "leave it out; for `true`, `.weightNoise(new DropConnect(p))` in place of `.dropOut(p)`.",
    ),
    "learningRateScoreBasedDecayRate": Gone(
        (NETWORK,),
        None,
        "No schedule looks at the score.",
        "a schedule of org.nd4j.linalg.schedule.",
    ),
    "biasLearningRate": Gone(
        (NETWORK, PART),
        None,
        "Biases may have an updater of their own.",
        "`.biasUpdater(new Sgd(rate))`.",
    ),
    "momentumAfter": Gone(
        (NETWORK, PART),
        None,
        "Momentum and its schedule belong to the updater.",
        "`.updater(new Nesterovs(rate, new MapSchedule(ScheduleType.ITERATION, map)))`.",
    ),
    "leakyreluAlpha": Gone(
        (NETWORK,),
        None,
        "The slope belongs to the activation.",
        "`.activation(new ActivationLReLU(alpha))`.",
    ),
}


def builders(source: Source, chain: Chain) -> Iterator[Repair]:
    """Repairs of a chain's calls, one by one."""
    for call in chain.calls:
        gone = GONE.get(call.name)
        if gone is not None and call.on in gone.on and _is_old(source, call):
            yield Repair(
                finding(
                    source,
                    call.named,
                    "gone-from-builder",
                    _shown(source, call),
                    gone.why,
                    gone.fix,
                ),
                _taken_out(source, chain, call, gone),
            )
        for name, repair in _OTHERS.items():
            if call.name == name:
                yield from repair(source, call)


def _is_old(source: Source, call: Call) -> bool:
    """`regularization` has a list now, and had a boolean."""
    if call.name != "regularization":
        return True
    return [source.text(argument) for argument in call.arguments] in (["true"], ["false"])


def _taken_out(source: Source, chain: Chain, call: Call, gone: Gone) -> tuple[Edit, ...]:
    given = ", ".join(map(source.text, call.arguments))
    if given == gone.harmless:
        return (whole_call(source, chain, call),)
    if call.name == "regularization":
        off = [one for one in chain.calls if one.name in ("l1", "l2", "l1Bias", "l2Bias")]
        return tuple(whole_call(source, chain, one) for one in (call, *off))
    dropped = chain.all("dropOut", NETWORK)
    if call.name == "useDropConnect" and given == "true" and dropped:
        kept = ", ".join(map(source.text, dropped[-1].arguments))
        noise = f"weightNoise(new DropConnect({kept}))"
        edit = Edit(call.named.start_byte, call.node.end_byte, noise)
        return (edit, whole_call(source, chain, dropped[-1]))
    return ()


def whole_call(source: Source, chain: Chain, call: Call) -> Edit:
    """Take a call out of its chain; a statement that is nothing else goes with it."""
    statement = call.node.parent
    if len(chain.calls) == 1 and statement is not None and statement.type == "expression_statement":
        return removed(source, statement.start_byte, statement.end_byte)
    return removed(source, call.start, call.node.end_byte)


def _activation(source: Source, call: Call) -> Iterator[Repair]:
    if len(call.arguments) != 1 or call.arguments[0].type != "string_literal":
        return
    text = source.text(call.arguments[0])
    known = text.strip('"').lower() in ACTIVATIONS
    new = f"Activation.{text.strip(chr(34)).upper()}" if known else "an IActivation"
    yield Repair(
        finding(
            source,
            call.named,
            "activation-by-name",
            _shown(source, call),
            "Activations are constants of `Activation`, no longer texts.",
            f"`.activation({new})`.",
        ),
        (replaced(call.arguments[0], new),) if known else (),
    )


def _cnn_input_size(source: Source, call: Call) -> Iterator[Repair]:
    if call.on != LIST:
        return
    given = ", ".join(map(source.text, call.arguments))
    new = f"setInputType(InputType.convolutionalFlat({given}))"
    yield Repair(
        finding(
            source,
            call.named,
            "gone-from-builder",
            _shown(source, call),
            "An input type says what the rows are.",
            f"`.{new}`.",
        ),
        (Edit(call.named.start_byte, call.node.end_byte, new),) if len(call.arguments) == 3 else (),
    )


def _list(source: Source, call: Call) -> Iterator[Repair]:
    if call.on == NETWORK and [one.type for one in call.arguments] == ["decimal_integer_literal"]:
        yield Repair(
            finding(
                source,
                call.named,
                "gone-from-builder",
                _shown(source, call),
                "The number of layers follows from the layers.",
                "`.list()`.",
            ),
            (Edit(call.named.start_byte, call.node.end_byte, "list()"),),
        )


_OTHERS: dict[str, Callable[[Source, Call], Iterator[Repair]]] = {
    "activation": _activation,
    "cnnInputSize": _cnn_input_size,
    "list": _list,
}


def _shown(source: Source, call: Call) -> str:
    return f"`.{call.name}({', '.join(map(source.text, call.arguments))})`"
