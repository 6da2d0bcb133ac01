"""The old API found and repaired, as text."""

from pathlib import Path

import pytest

from dl4j_bridge.course.oldapi import Classes, check, repaired
from dl4j_bridge.course.source import Source
from dl4j_bridge.lab.old_code import mirrored

MIRROR = mirrored()
CLASSES = Classes(
    {
        *MIRROR.values(),
        "org.deeplearning4j.eval.Evaluation",
        "org.deeplearning4j.nn.layers.OutputLayer",
        "org.nd4j.linalg.lossfunctions.LossFunctions$LossFunction",
    },
    MIRROR,
)
NETWORK = "new NeuralNetConfiguration.Builder()"
LAYER = "new DenseLayer.Builder()"


def fixed(code: str) -> str:
    """Repaired, without the imports that were added."""
    source = Source(Path("A.java"), code.encode())
    lines = repaired(source, check(source, CLASSES)).decode().splitlines()
    return "\n".join(line for line in lines if line and not line.startswith("import "))


def inside(statement: str) -> str:
    """A statement repaired within a method."""
    head, tail = "class A { void f() {\n", "\n} }"
    return fixed(head + statement + tail).removeprefix(head).removesuffix(tail).strip()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (".iterations(1).seed(1)", ".seed(1)"),
        (".iterations(10).seed(1)", ".iterations(10).seed(1)"),  # a person's
        (".regularization(true).l2(1e-4)", ".l2(1e-4)"),
        (".regularization(false).l2(1e-4).seed(1)", ".seed(1)"),
        (".useDropConnect(true).dropOut(0.5)", ".weightNoise(new DropConnect(0.5))"),
        (".list(2)", ".list()"),
        (".list().pretrain(false).backprop(true).build()", ".list().build()"),
        (".graphBuilder().pretrain(false).addInputs(s)", ".graphBuilder().addInputs(s)"),
        (".list().pretrain(true)", ".list().pretrain(true)"),
        (
            ".list().cnnInputSize(28, 28, 1)",
            ".list().setInputType(InputType.convolutionalFlat(28, 28, 1))",
        ),
        ('.activation("relu")', ".activation(Activation.RELU)"),
        (".learningRate(0.1)", ".updater(new Sgd(0.1))"),
        (".updater(Updater.ADAM).learningRate(r)", ".updater(new Adam(r))"),
        (
            ".learningRate(1e-2).updater(Updater.NESTEROVS).momentum(m)",
            ".updater(new Nesterovs(1e-2, m))",
        ),
        (".momentum(0.8).updater(Updater.NESTEROVS)", ".updater(new Nesterovs(0.1, 0.8))"),
        (".learningRate(1).updater(Updater.NESTEROVS)", ".updater(new Nesterovs(1, 0.9))"),
        (
            ".updater(Updater.RMSPROP).rmsDecay(0.9).learningRate(1)",
            ".updater(new RmsProp(1, 0.9, 1e-8))",
        ),
        (
            ".updater(Updater.ADAM).adamMeanDecay(0.8).learningRate(1)",
            ".updater(new Adam(1, 0.8, 0.999, 1e-8))",
        ),
        (".updater(Updater.ADADELTA).rho(0.9)", ".updater(new AdaDelta(0.9, 1e-6))"),
        (".updater(Updater.NONE).learningRate(1)", ".updater(new NoOp())"),
        (".updater(new Adam()).learningRate(1)", ".updater(new Adam(1))"),
        (
            ".learningRate(1).learningRateDecayPolicy(LearningRatePolicy.Step)"
            ".lrPolicyDecayRate(0.5).lrPolicySteps(100)",
            ".updater(new Sgd(new StepSchedule(ScheduleType.ITERATION, 1, 0.5, 100)))",
        ),
        (
            ".learningRate(1).learningRateDecayPolicy(LearningRatePolicy.Schedule)"
            ".learningRateSchedule(map).updater(Updater.NESTEROVS)",
            ".updater(new Nesterovs(new MapSchedule(ScheduleType.ITERATION, map), 0.9))",
        ),
        (".updater(make()).learningRate(1)", ".updater(make()).learningRate(1)"),
    ],
)
def test_a_networks_builder(old: str, new: str) -> None:
    assert inside(f"{NETWORK}{old};") == f"{NETWORK}{new};"


def test_a_poly_policy_is_a_persons() -> None:
    # M2.1's PolySchedule grows where 0.x's policy fell.
    old = f"{NETWORK}.learningRate(1).learningRateDecayPolicy(LearningRatePolicy.Poly);"
    assert inside(old) == old


def test_a_layer_takes_the_networks_updater_with_its_own_rate() -> None:
    old = f"{NETWORK}.updater(Updater.ADAM).list().layer({LAYER}.learningRate(0.5).build());"
    assert inside(old) == old.replace("learningRate(0.5)", "updater(new Adam(0.5))")


@pytest.mark.parametrize(
    "right",
    [
        f"{NETWORK}.updater(new Adam(0.1)).list().build();",
        f"{NETWORK}.updater(Updater.ADAM);",
        f"{NETWORK}.regularization(list);",
        "new Nesterovs.Builder().learningRate(0.1).momentum(0.9).build();",
        "Nesterovs.builder().learningRate(0.1).momentum(0.9).build();",
        "options.learningRate(0.1).iterations(1).pretrain(false);",
        f"{LAYER}.activation(Activation.RELU).build();",
    ],
)
def test_what_is_right_stays(right: str) -> None:
    source = Source(Path("A.java"), f"class A {{ void f() {{ {right} }} }}".encode())
    assert check(source, CLASSES) == []


def test_builders_in_variables() -> None:
    code = "NeuralNetConfiguration.Builder b = null;\nb.iterations(1);\nb.learningRate(2).seed(1);"
    assert (
        inside(code) == "NeuralNetConfiguration.Builder b = null;\nb.updater(new Sgd(2)).seed(1);"
    )


def test_lines_are_left_tidy() -> None:
    old = "  .seed(1) // a seed\n  .iterations(1) // once\n  // next\n  .list()\n  .backprop(true);"
    assert inside(f"{NETWORK}\n{old}") == (
        f"{NETWORK}\n  .seed(1) // a seed\n  // next\n  .list();"
    )


def imported(code: str) -> list[str]:
    source = Source(Path("A.java"), code.encode())
    lines = repaired(source, check(source, CLASSES)).decode().splitlines()
    return [line.removeprefix("import ").rstrip(";") for line in lines if line.startswith("import")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("org.deeplearning4j.eval.Evaluation", "org.nd4j.evaluation.classification.Evaluation"),
        (
            "org.deeplearning4j.datasets.iterator.DataSetIterator",
            "org.nd4j.linalg.dataset.api.iterator.DataSetIterator",
        ),
        (
            "org.deeplearning4j.datasets.iterator.impl.ListDataSetIterator",
            "org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator",
        ),
        ("org.deeplearning4j.nn.layers.OutputLayer", "org.deeplearning4j.nn.layers.OutputLayer"),
        # Two classes have that name; a course means the one of the configuration.
        ("org.deeplearning4j.nn.OutputLayer", "org.deeplearning4j.nn.conf.layers.OutputLayer"),
        ("java.util.ListDataSetIterator", "java.util.ListDataSetIterator"),
        ("org.deeplearning4j.nn.conf.layers.RBM", "org.deeplearning4j.nn.conf.layers.RBM"),
        (
            "org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction",
            "org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction",
        ),
    ],
)
def test_imports(old: str, new: str) -> None:
    assert imported(f"import {old};\nclass A {{ }}") == [new]


def test_a_wildcard_of_an_old_package() -> None:
    code = (
        "import org.deeplearning4j.eval.*;\nclass A { Evaluation e; RegressionEvaluation r; B b; }"
    )
    assert imported(code) == [
        "org.nd4j.evaluation.classification.Evaluation",
        "org.nd4j.evaluation.regression.RegressionEvaluation",
    ]


def test_what_repairs_write_is_imported() -> None:
    code = f"""package p;
    import org.deeplearning4j.nn.conf.LearningRatePolicy;
    class A {{ Object o = {NETWORK}.learningRate(1).activation("relu"); }}"""
    assert imported(code.replace("    ", "")) == [
        "org.nd4j.linalg.activations.Activation",
        "org.nd4j.linalg.learning.config.Sgd",
    ]
    bare = f"class A {{ Object o = {NETWORK}.momentum(1); }}"
    starred = "org.nd4j.linalg.learning.config.*"
    assert imported(f"import {starred};\n{bare}") == [starred]
    assert imported(bare) == ["org.nd4j.linalg.learning.config.Sgd"]


def test_members() -> None:
    assert inside("d.getFeatureMatrix().mul(2);") == "d.getFeatures().mul(2);"
    assert (
        fixed("class L implements IterationListener { }")
        == "class L extends BaseTrainingListener { }"
    )
    assert inside("new ConvolutionLayerSetup(b, 28, 28, 1);") == (
        "b.setInputType(InputType.convolutionalFlat(28, 28, 1));"
    )


def test_a_finding_has_its_place() -> None:
    code = f"class A {{\n  Object ö = {NETWORK}.iterations(1); }}"
    [repair] = check(Source(Path("A.java"), code.encode()), CLASSES)
    found = repair.finding
    assert (found.line, found.column) == (2, code.splitlines()[1].index("iterations") + 1)
    assert (found.what, found.rule) == ("`.iterations(1)`", "gone-from-builder")
