"""Configurations written as Java source: compiled, they are the same again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import dl4j as j
from dl4j_bridge.dl4j import networks
from dl4j_bridge.dl4j.to_java import to_java
from dl4j_bridge.dl4j.to_java.comparable import INCOMPARABLE
from dl4j_bridge.dl4j.to_java.expressions import Call, Chain, Literal, New
from dl4j_bridge.dl4j.to_java.imports import Imports
from dl4j_bridge.dl4j.to_java.lines import folded
from dl4j_bridge.dl4j.to_java.ordering import ordered
from dl4j_bridge.dl4j.to_java.reflection import BY_INIT, leaves
from dl4j_bridge.dl4j.to_java.setters import setters_of
from dl4j_bridge.dl4j.to_java.source import chain_for, in_comment
from dl4j_bridge.errors import UsageError
from dl4j_bridge.modelfile.classes import CLASSES
from dl4j_bridge.presets import PRESETS

from .configurations import ALIASES, NOT_IN_JSON, classes_in, configurations

MODELS = Path(__file__).parents[2] / "models"


def compiled(folder: Path, sources: dict[str, str]) -> Any:
    """Compile files in one call of javac; the loader of their classes."""
    paths = []
    for name, text in sources.items():
        paths.append(folder / f"{name}.java")
        paths[-1].write_text(text, encoding="utf-8")
    class_path = jpype.JClass("java.lang.System").getProperty("java.class.path")
    options = ["-proc:none", "-nowarn", "-Xmaxerrs", "999", "-d", str(folder)]
    arguments = [*options, "-cp", str(class_path), *map(str, paths)]
    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    compiler = jpype.JClass("javax.tools.ToolProvider").getSystemJavaCompiler()
    code = compiler.run(None, out, out, jpype.JString[:](arguments))
    assert code == 0, str(out.toString())[:3000]
    urls = jpype.JClass("java.net.URL")[:]([url_of(folder)])
    parent = jpype.JClass("org.deeplearning4j.nn.conf.layers.DenseLayer").class_.getClassLoader()
    return jpype.JClass("java.net.URLClassLoader")(urls, parent)


def url_of(folder: Path) -> Any:
    return jpype.JClass("java.io.File")(str(folder)).toURI().toURL()


def configuration_of(loader: Any, name: str) -> Any:
    method = loader.loadClass(name).getMethod("configuration")
    return method.invoke(None, jpype.JObject[:]([]))


def same(folder: Path, originals: Iterable[Any]) -> tuple[list[Any], list[str]]:
    """Check that each class gives its configuration's JSON again.

    Returns:
        The configurations that Java can express, and why it cannot express the others.
    """
    wanted, sources, refused = {}, {}, []
    for index, original in enumerate(originals):
        name = f"Net{index}"
        try:
            sources[name] = to_java(original, name)
        except UsageError as error:
            refused.append(str(error))
            continue
        assert odd_lines(sources[name]) == []
        wanted[name] = original
    loader = compiled(folder, sources)
    for name, original in wanted.items():
        again = json.loads(str(configuration_of(loader, name).toJson()))
        assert leaves(again, BY_INIT) == leaves(json.loads(str(original.toJson())), BY_INIT), name
    return list(wanted.values()), refused


def odd_lines(text: str) -> list[str]:
    """Lines that are too long, imports of classes that the text does not name."""
    imports = [line for line in text.splitlines() if line.startswith("import ")]
    body = text[text.index("/**") :]
    unused = [one for one in imports if not re.search(rf"\b{one[:-1].split('.')[-1]}\b", body)]
    return unused + [line for line in text.splitlines() if len(line) > 100]


def test_every_class_comes_back(tmp_path: Path) -> None:
    exported, refused = same(tmp_path, configurations(1, 52))
    assert (len(exported), refused) == (52, [])
    drawn = set().union(*(classes_in(str(conf.toJson())) for conf in exported))
    assert CLASSES - NOT_IN_JSON - ALIASES - set(INCOMPARABLE) == drawn & CLASSES


def refused_layers() -> dict[str, Any]:
    alpha = j.Nd4j.createFromArray([[0.1, 0.2]])
    activation = j.ActivationPReLU(alpha, jpype.JLong[:]([1]))
    return {
        "ActivationPReLU": j.DenseLayer.Builder().nIn(3).nOut(2).activation(activation).build(),
        "LocallyConnected2D": (
            j.LocallyConnected2D.Builder().kernelSize(2, 2).nIn(1).nOut(3).setInputSize(6, 6)
        ).build(),
    }


def test_what_is_refused_says_its_class_and_why() -> None:
    assert {name.rpartition(".")[2] for name in INCOMPARABLE} == set(refused_layers())
    for name, layer in refused_layers().items():
        configuration = j.NeuralNetConfiguration.Builder().list().layer(layer).build()
        with pytest.raises(UsageError, match=rf"\.{name} cannot be written .* JSON .* by hand"):
            to_java(configuration)


def wrappers(inner: Callable[[], Any]) -> list[Any]:
    """A layer in each wrapper."""
    names = ("LastTimeStep", "TimeDistributed", "FrozenLayer", "FrozenLayerWithBackprop")
    around = [getattr(j, name)(inner()) for name in names]
    return [
        *around,
        j.MaskZeroLayer(inner(), 0.5),
        j.Bidirectional(j.Bidirectional.Mode.ADD, inner()),
    ]


def test_wrappers_have_what_only_the_network_gives_them() -> None:
    def plain() -> Any:  # takes no constraints of its own
        return j.SimpleRnn.Builder().nIn(3).nOut(3).build()

    def with_own() -> Any:
        own = j.LSTM.Builder().nIn(3).nOut(3).dropOut(0.25)
        return own.constrainBias(j.NonNegativeConstraint()).build()

    layers = [*wrappers(plain)[::2], *wrappers(with_own)[1::2]]
    chain = j.NeuralNetConfiguration.Builder().seed(1).dropOut(0.75)
    chain = chain.constrainWeights(j.MaxNormConstraint(2.0, 1)).list()
    for layer in layers:
        chain = chain.layer(layer)
    configuration = chain.validateOutputLayerConfig(False).build()
    found = chain_for(configuration)
    assert str(found.evaluate().toJson()) == str(configuration.toJson())
    outer = [call.name for call in found.calls]
    assert (outer.count("dropOut"), outer.count("constrainWeights")) == (1, 1)


def test_a_line_that_is_too_long_is_broken_where_it_hurts_least() -> None:
    text = f'        call(new A("{"a, (" * 9}", {"1" * 30}), new B({"2" * 30}));'
    assert folded(text).split("\n") == [
        f'        call(new A("{"a, (" * 9}", {"1" * 30}),',
        f"                new B({'2' * 30}));",
    ]
    numbers = folded(f"    call(new double[] {{{', '.join(map(str, range(500)))}}})")
    assert max(map(len, numbers.split("\n"))) <= 100
    assert numbers.split() == f"call(new double[] {{{', '.join(map(str, range(500)))}}})".split()


def test_a_comment_that_would_end_itself() -> None:
    assert in_comment("a */ b\nC:\\users") == "a * / b C:/users"


def builders_of(name: str) -> Iterator[Any]:
    """The builder of a class, if it has one that is not abstract."""
    home = jpype.JClass(name).class_
    for kind in home.getClasses():
        abstract = jpype.JClass("java.lang.reflect.Modifier").isAbstract(kind.getModifiers())
        own = str(kind.getName()) == f"{name}$Builder"
        if own and not abstract and any(m.getName() == "build" for m in kind.getMethods()):
            yield kind


def test_all_calls_of_a_builder_have_an_order_that_compiles() -> None:
    kinds = [kind for name in sorted(CLASSES) for kind in builders_of(name)]
    assert len(kinds) > 60
    for kind in kinds:
        calls = [Call(method) for method in setters_of(kind)]
        chain = Chain(Literal("", None), (*calls, Call(kind.getMethod("build"))))
        put = ordered(chain, kind)
        assert put is not None, kind
        assert sorted(c.name for c in put.calls) == sorted(c.name for c in chain.calls)


def test_a_call_that_hides_others_comes_after_them(tmp_path: Path) -> None:
    kind = jpype.JClass("org.deeplearning4j.nn.conf.layers.DenseLayer$Builder").class_

    def call(name: str, argument: Any) -> Call:
        return Call(kind.getMethod(name, argument.class_), (Literal("2", None),))

    # As it is declared, weightDecay gives a BaseLayer.Builder, whose dropOut a Layer.Builder.
    hidden = [call("weightDecay", jpype.JDouble), call("dropOut", jpype.JDouble)]
    calls = (*hidden, call("nOut", jpype.JInt), Call(kind.getMethod("build")))
    chain = Chain(New(kind.getConstructor(), ()), calls)
    with pytest.raises(AssertionError, match="nOut"):
        compiled(tmp_path, {"Hidden": class_around(chain, "Hidden")})
    put = ordered(chain, kind)
    assert put is not None
    assert [one.name for one in put.calls] == ["dropOut", "nOut", "weightDecay", "build"]
    compiled(tmp_path, {"Ordered": class_around(put, "Ordered")})


def class_around(chain: Chain, name: str) -> str:
    imports = Imports(name)
    text = f"class {name} {{ Object made = {chain.text(imports, 0)}; }}"
    return "\n".join([*imports.lines(), text])


def test_penalties_in_an_order_that_short_calls_do_not_give(tmp_path: Path) -> None:
    layer = j.DenseLayer.Builder().nIn(3).nOut(2).weightDecayBias(0.75).l1Bias(0.25).build()
    configuration = j.NeuralNetConfiguration.Builder().seed(1).list().layer(layer).build()
    assert same(tmp_path, [configuration]) == ([configuration], [])


def test_models_and_presets(tmp_path: Path) -> None:
    models = sorted(MODELS.glob("*.zip"))
    networks_of = {f"Model{i}": bridge.load(path) for i, path in enumerate(models)}
    sources = {name: to_java(network, name) for name, network in networks_of.items()}
    names = {f"Preset{i}": experiment for i, experiment in enumerate(PRESETS.values())}
    sources |= {name: to_java(experiment, name) for name, experiment in names.items()}
    assert [line for text in sources.values() for line in odd_lines(text)] == []
    loader = compiled(tmp_path, sources)
    for name, network in networks_of.items():
        again = jpype.JClass("org.deeplearning4j.nn.multilayer.MultiLayerNetwork")(
            configuration_of(loader, name)
        )
        again.init()
        original = str(network.getLayerWiseConfigurations().toJson())
        assert str(again.getLayerWiseConfigurations().toJson()) == original
    data = bridge.datasets.mnist()
    for name, experiment in names.items():
        original = networks.configure(experiment, data).toJson()
        assert str(configuration_of(loader, name).toJson()) == str(original)


def test_an_experiments_network_begins_with_the_same_parameters(tmp_path: Path) -> None:
    experiment = PRESETS["lecture"]
    loader = compiled(tmp_path, {"Net": to_java(experiment)})
    java = j.MultiLayerNetwork(configuration_of(loader, "Net"))
    java.init()
    python = networks.build(experiment, bridge.datasets.mnist())
    np.testing.assert_array_equal(np.asarray(java.params()), np.asarray(python.params()))


@pytest.mark.parametrize("name", ["1Net", "class", "a-b", "", "Net.java", "String", "var"])
def test_a_name_that_no_class_may_have(name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        to_java(PRESETS["lecture"], name)


def test_a_package_that_is_none() -> None:
    with pytest.raises(UsageError, match="'int' is no identifier"):
        to_java(PRESETS["lecture"], package="org.int")


def test_what_is_no_network() -> None:
    with pytest.raises(UsageError, match="got str"):
        to_java("lecture")


def test_it_reads_as_the_course_writes_it() -> None:
    text = to_java(PRESETS["two-layer"], "TwoLayer", "org.course")
    assert text.startswith("package org.course;\n\nimport ")
    imports = [line for line in text.splitlines() if line.startswith("import ")]
    assert imports == sorted(imports)
    body = text[text.index("return new") : text.index(".build();")]
    assert body.split() == BODY.split()


BODY = """
return new NeuralNetConfiguration.Builder()
    .seed(123)
    .activation(Activation.RELU)
    .l2(7.5e-6)
    .updater(new Nadam())
    .list()
    .layer(new DenseLayer.Builder()
        .nOut(500)
        .build())
    .layer(new DenseLayer.Builder()
        .nOut(100)
        .build())
    .layer(new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .build())
    .setInputType(InputType.feedForward(784))
"""
