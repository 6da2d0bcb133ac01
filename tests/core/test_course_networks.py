"""The networks of Java programs, read from their text."""

from pathlib import Path

import pytest

from dl4j_bridge.course.constants import constant
from dl4j_bridge.course.names import Names
from dl4j_bridge.course.networks import NetworkCode, layers, networks
from dl4j_bridge.course.source import Source


def names(body: str) -> Names:
    return Names([Source(Path("A.java"), f"class A {{ {body} }}".encode())])


def network(body: str) -> NetworkCode:
    known = names(body)
    (found,) = networks(known, layers(known))
    return found


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("28 * 28", 784),
        ("-(1 + 2) * 2", -6),
        ("1 / 1000", 0),
        ("-7 / 2", -3),
        ("1 / 1000.0", 0.001),
        ("(double) 1 / 4", 0.25),
        ("(int) 2.9", 2),
        ("1_000L", 1000),
        ("0x10", 16),
        ("5e-4f", 5e-4),
        ("SIZE + this.SIZE + A.SIZE", 9),
        ("!true", False),
        ('"text"', "text"),
        ("count", None),
        ("args.length", None),
        ("Math.max(1, 2)", None),
        ("1 / 0", None),
        ("later", 4),
        ("changed", None),
    ],
)
def test_constants_are_computed_as_java_does(expression: str, value: object) -> None:
    known = names(
        f"""static final int SIZE = 3; int changed = 1;
        void f(String[] args, int count) {{ changed++; int later; later = 4; g({expression}); }}"""
    )
    call = next(known.files[0].within("method_invocation"))
    found = constant(known, call.arguments[0])
    assert found == value
    assert type(found) is type(value)


def test_a_local_name_hides_a_field() -> None:
    known = names(
        "static int n = 1; void f() { { int n = 2; g(n); } g(n); } void h(int n) { g(n); }"
    )
    calls = known.files[0].within("method_invocation")
    assert [constant(known, call.arguments[0]) for call in calls] == [2, 1, None]


def test_a_local_name_begins_with_its_declaration() -> None:
    known = names("static int n = 1; void f() { g(n); int n = 2; g(n); }")
    calls = known.files[0].within("method_invocation")
    assert [constant(known, call.arguments[0]) for call in calls] == [1, 2]


LAYER = "new DenseLayer.Builder().nIn(4).nOut(3).build()"
START = "new NeuralNetConfiguration.Builder().seed(7)"


@pytest.mark.parametrize(
    "body",
    [
        f"Object c = {START}.l2(0.1).list().layer({LAYER}).build();",
        f"Object c = {START}.l2(0.1).list({LAYER}).build();",
        f"Object c = {START}.l2(0.1).graphBuilder().addLayer(\"a\", {LAYER}, \"in\").build();",
        f"""void f() {{ NeuralNetConfiguration.Builder b = {START}; b.l2(0.1);
            var list = b.list(); list.layer(0, {LAYER}); run(list.build()); }}""",
        f"""void f() {{ NeuralNetConfiguration.Builder b = {START}; b = b.l2(0.1);
            DenseLayer layer = {LAYER}; run(b.list().layer(layer).build()); }}""",
        f"""static ListBuilder start() {{ return {START}.l2(0.1).list(); }}
            Layer dense() {{ return {LAYER}; }}
            void f() {{ run(start().layer(dense()).build()); }}""",
        f"""void f() {{ DenseLayer.Builder d = new org.x.DenseLayer.Builder(); d.nIn(4); d.nOut(3);
            run(({START}).l2(0.1).list().layer(d.build()).build()); }}""",
    ],
)  # fmt: skip
def test_a_network_is_the_same_however_it_is_written(body: str) -> None:
    found = network(body)
    assert found.complete
    assert [call.name for call in found.settings] == ["seed", "l2"]
    assert [(layer.kind, layer.size("nIn"), layer.size("nOut")) for layer in found.layers] == [
        ("DenseLayer", 4, 3)
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"void f() {{ var b = {START}.list(); if (deep) b.layer({LAYER}); b.build(); }}",
        f"void f() {{ var b = {START}.list(); for (Layer l : all) b.layer(l); b.build(); }}",
        f"void f() {{ var b = {START}; more(b); b.list().layer({LAYER}).build(); }}",
        f"ListBuilder f() {{ return {START}.list().layer({LAYER}); }}",
        f"void f(Layer given) {{ {START}.list().layer(given).build(); }}",
    ],
)
def test_what_cannot_be_seen_is_known_to_be_hidden(body: str) -> None:
    assert not network(body).complete


@pytest.mark.parametrize(
    ("layer", "activation", "loss"),
    [
        ("OutputLayer.Builder(LossFunctions.LossFunction.MSE)", "SOFTMAX", "MSE"),
        ("OutputLayer.Builder(new LossMCXENT()).activation(SOFTMAX)", "SOFTMAX", "MCXENT"),
        ("OutputLayer.Builder().lossFunction(XENT).activation(new ActivationSigmoid())", "SIGMOID",
         "XENT"),
        ("OutputLayer.Builder(loss).activation(curve)", "TANH", None),
        ("LossLayer.Builder(MSE)", None, "MSE"),
        ("DenseLayer.Builder().activation(chosen())", None, None),
    ],
)  # fmt: skip
def test_activations_and_losses_by_any_spelling(
    layer: str, activation: str | None, loss: str | None
) -> None:
    known = names(f"Activation curve = Activation.TANH; Object o = new {layer}.build();")
    (found,) = layers(known)
    assert (found.activation, found.loss) == (activation, loss)
