"""Python calls of Java, overload by overload."""

import copy
from enum import IntEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest
from jpype import JChar, JInt, JShort

from dl4j_bridge.jvm.calls.literals import convert, expressions_of, register_conversion
from dl4j_bridge.jvm.calls.members import constructors, methods
from dl4j_bridge.jvm.calls.mismatch import signature
from dl4j_bridge.jvm.calls.rules import Choice, Context, resolve

LAYERS = "org.deeplearning4j.nn.conf.layers"


def java(name: str) -> Any:
    return jpype.JClass(name)


def choose(target: str, *arguments: Any) -> Choice | None:
    java_class, _, method = target.rpartition(".")
    return resolve(methods(java(java_class), method), expressions_of(arguments))


def chosen(target: str, *arguments: Any) -> str:
    choice = choose(target, *arguments)
    return " ".join(signature("", o) for o in choice.overloads) if choice else "none"


# ---- the rules, on classes of the JDK --------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "arguments", "parameters"),
    [
        ("java.lang.Math.max", (1, 2), "(int, int)"),
        ("java.lang.Math.max", (1, 2**40), "(long, long)"),
        ("java.lang.Math.max", (1, 2.5), "(double, double)"),
        ("java.lang.Math.max", (1, np.float32(2)), "(float, float)"),
        ("java.lang.Math.max", (np.int64(1), 2), "(long, long)"),
        ("java.lang.Math.max", (np.uint8(1), np.int8(2)), "(int, int)"),
        ("java.lang.Math.max", (True, 1), "none"),
        ("java.lang.Math.max", (None, 1), "none"),
        ("java.lang.Math.max", (2**64, 1), "none"),
        ("java.lang.Math.max", (1,), "none"),
        ("java.lang.StringBuilder.append", ("c",), "(String)"),
        ("java.lang.StringBuilder.append", ([1],), "(Object)"),
        ("java.lang.StringBuilder.append", (True,), "(boolean)"),
        ("java.lang.String.format", ("%d", 1, 2), "(String, Object...)"),
        ("java.util.List.of", (), "()"),
        ("java.util.List.of", (1,), "(Object)"),
        ("java.util.Arrays.sort", ([2, 1],), "(int[])"),
        ("java.util.Arrays.sort", ([2, 1.5],), "(double[])"),
        ("java.util.Arrays.sort", ([2**40],), "(long[])"),
        ("java.util.Arrays.sort", (np.ones(2, np.float32),), "(float[])"),
        ("java.util.Arrays.sort", (["b", "a"],), "(Object[])"),
        ("java.util.Arrays.sort", (np.array([2, 1]),), "(long[])"),
        ("java.util.Arrays.deepToString", ([[1], [2, 3]],), "(Object[])"),
        ("java.util.Arrays.stream", ([1, 2],), "(int[])"),
        ("java.lang.Integer.valueOf", ("7",), "(String)"),
    ],
)
def test_javacs_rules(target: str, arguments: tuple[Any, ...], parameters: str) -> None:
    assert chosen(target, *arguments) == parameters


def test_javas_own_values_have_their_own_types(jvm) -> None:
    assert chosen("java.lang.Math.max", JShort(1), JChar("a")) == "(int, int)"
    assert chosen("java.lang.StringBuilder.append", JChar("c")) == "(char)"
    assert chosen("java.lang.StringBuilder.append", java("java.lang.Long")(1)) == "(Object)"
    assert chosen("java.lang.Math.abs", java("java.lang.Long")(1)) == "(long)"
    assert chosen("java.util.Arrays.fill", JInt[:]([1]), JShort(1)) == "(int[], int)"


def test_null_is_ambiguous_where_java_says_so() -> None:
    assert len(choose("java.lang.StringBuilder.append", None).overloads) > 1
    typed_null = jpype.JObject(None, java("java.lang.CharSequence"))
    assert chosen("java.lang.StringBuilder.append", typed_null) == "(CharSequence)"


@pytest.mark.parametrize(
    ("target", "arguments", "context"),
    [
        ("java.lang.Math.max", (1, 2), Context.STRICT),
        ("java.util.Arrays.sort", ([2, 1.5],), Context.STRICT),
        ("java.util.Objects.equals", (1, 2), Context.LOOSE),
        ("java.util.BitSet.valueOf", ([1, 2],), Context.LITERAL),  # long[], ByteBuffer, ...
        ("java.lang.Character.getNumericValue", ("7",), Context.LITERAL),  # char, int
        ("java.lang.Float.toString", (0.5,), Context.LITERAL),
        ("java.lang.Byte.toString", (5,), Context.LITERAL),
    ],
)
def test_python_literals_are_read_again_only_when_java_finds_nothing(
    target: str, arguments: tuple[Any, ...], context: Context
) -> None:
    assert choose(target, *arguments).context is context


def test_type_arguments_tell_overloads_apart(jvm) -> None:
    create = "org.nd4j.linalg.factory.Nd4j.create"
    raw_list = java("java.util.ArrayList")()
    both = {"(List, int...)", "(Collection, long...)"}  # List<INDArray>, Collection<String>
    assert {signature("", o) for o in choose(create, raw_list, 2).overloads} == both
    assert chosen(create, [np.ones(2), np.ones(2)], 2) == "(List, int...)"
    assert chosen(create, ["a", "b"], 2) == "(Collection, long...)"


def test_an_iterator_of_something_else_is_refused(jvm) -> None:
    package = "org.nd4j.linalg.dataset.api.iterator"
    existing = constructors(java("org.deeplearning4j.datasets.iterator.ExistingDataSetIterator"))
    for kind, taken in (("DataSetIterator", True), ("MultiDataSetIterator", False)):
        iterator = jpype.JObject(None, java(f"{package}.{kind}"))
        assert bool(resolve(existing, expressions_of([iterator]))) is taken


def test_what_is_compared_must_be_comparable_with_each_other(jvm) -> None:
    texts, numbers = (java(f"java.lang.{word}")[:](0) for word in ("String", "Integer"))
    assert chosen("java.util.Arrays.compare", texts, texts) == "(Comparable[], Comparable[])"
    assert chosen("java.util.Arrays.compare", texts, numbers) == "none"


def test_an_interface_has_what_every_object_has(jvm) -> None:
    assert "()" in chosen("org.nd4j.linalg.api.ndarray.INDArray.toString")


def test_javas_helper_classes_box_as_java_does(jvm) -> None:
    assert type(java("java.util.Arrays").asList(7).get(0)) is java("java.lang.Integer")


def test_a_number_is_not_narrowed_to_a_type_that_cannot_hold_it() -> None:
    assert choose("java.lang.Byte.toString", 500) is None
    assert choose("java.lang.Math.toIntExact", 2**63) is None


def test_a_text_is_a_char_but_never_a_number() -> None:
    assert chosen("java.lang.Character.isDigit", "7") == "(char)"
    assert choose("java.lang.Integer.bitCount", "7") is None
    assert choose("java.lang.Character.isDigit", "77") is None


def test_bridges_are_not_seen_unless_they_stand_for_a_hidden_class() -> None:
    compare = methods(java("java.lang.Integer"), "compareTo")
    assert [signature("", o) for o in compare] == ["(Integer)"]
    assert methods(java(f"{LAYERS}.SubsamplingLayer$Builder"), "eps")


def test_an_abstract_class_has_no_constructors() -> None:
    assert constructors(java("java.util.AbstractList")) == []
    assert constructors(java("java.util.List")) == []


# ---- what arrives ----------------------------------------------------------------------------


class Size(IntEnum):
    SMALL = 3


@pytest.mark.parametrize(
    ("value", "java_type", "text"),
    [
        (5, "java.lang.Object", "5"),
        (Size.SMALL, "java.lang.Integer", "3"),
        (5, "java.lang.Double", "5.0"),
        (5, "java.lang.Comparable", "5"),
        ("a", "java.lang.Character", "a"),
        ("text", "java.io.Serializable", "text"),
        ([1, 2], "java.util.List", "[1, 2]"),
        ([1, [2, "x"]], "java.util.Collection", None),
        ({0: 0.5, 1: [1]}, "java.util.Map", None),
        (range(3), "java.lang.Iterable", "[0, 1, 2]"),
        (JInt, "java.lang.Object", "int"),
        (Path("a") / "b", "java.io.File", str(Path("a") / "b")),
    ],
)
def test_a_value_becomes_exactly_the_type(value: Any, java_type: str, text: str | None) -> None:
    converted = convert(value, java(java_type))
    assert type(converted) is java(java_type)
    assert text is None or str(converted.toString()) == text


def test_numbers_in_maps_and_lists_are_boxed_as_java_boxes_them() -> None:
    converted = convert({0: 0.5}, java("java.util.Map"))
    ((key, value),) = ((e.getKey(), e.getValue()) for e in converted.entrySet())
    assert (type(key), type(value)) == (java("java.lang.Integer"), java("java.lang.Double"))
    java_map = java("java.util.HashMap")()
    java_map.put(7, 2**40)
    java_map[8] = "x"
    assert [type(key) for key in java_map] == [java("java.lang.Integer")] * 2
    assert type(java_map.get(7)) is java("java.lang.Long")


@pytest.mark.parametrize(
    ("array", "java_type"),
    [
        (np.ones((2, 3), np.float32), "float[][]"),
        (np.ones((2, 3))[:, ::2].T, "double[][]"),
        (np.arange(3, dtype=">i4"), "int[]"),
        (np.arange(250, 253, dtype=np.uint8), "int[]"),
        (np.arange(3, dtype=np.float16), "float[]"),
        (np.zeros(2, bool), "boolean[]"),
    ],
)
def test_an_ndarray_is_a_java_array_of_its_type_and_axes(array: np.ndarray, java_type: str) -> None:
    converted = convert(array, java(java_type))
    assert type(converted) is java(java_type)
    np.testing.assert_array_equal(np.array(converted[:]), array)


def test_java_refuses_what_does_not_fit() -> None:
    with pytest.raises(TypeError, match="'x' is a Java String, but Double is wanted"):
        convert("x", java("java.lang.Double"))


def test_types_can_be_registered() -> None:
    register_conversion(
        Fraction, "java.math.BigDecimal", lambda f: java("java.math.BigDecimal")(str(float(f)))
    )
    java_map = java("java.util.HashMap")()
    java_map.put("half", Fraction(1, 2))
    assert type(java_map.get("half")) is java("java.math.BigDecimal")
    assert str(convert([Fraction(1, 4)], java("java.math.BigDecimal")[:])[0]) == "0.25"


def test_a_registered_ndarray_is_still_an_array_where_nothing_else_fits() -> None:
    class Tensor(np.ndarray):
        pass

    nd4j = java("org.nd4j.linalg.factory.Nd4j")
    register_conversion(
        Tensor, "org.nd4j.linalg.api.ndarray.INDArray", lambda t: nd4j.create(t.tolist())
    )
    tensor = np.array([[1.0, 2.0]]).view(Tensor)
    assert list(nd4j.vstack(tensor, tensor).shape()) == [2, 2]
    assert list(nd4j.vstack([tensor, tensor]).shape()) == [2, 2]
    assert list(nd4j.createFromArray(tensor).shape()) == [1, 2]


# ---- DL4J ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nd4j(jvm) -> Any:
    return java("org.nd4j.linalg.factory.Nd4j")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((4, 3), [4, 3]), (([4, 3],), [4, 3]), (((4, 3),), [4, 3]), (("f", 4, 3), [4, 3])],
)
def test_reshape_in_every_spelling(nd4j, shape: tuple[Any, ...], expected: list[int]) -> None:
    assert list(nd4j.zeros(3, 4).reshape(*shape).shape()) == expected


@pytest.mark.parametrize(
    ("values", "data_type"),
    [
        ([1, 2], "INT"),
        ([1, 2.5], "DOUBLE"),
        ([[1.5], [2]], "DOUBLE"),
        ([2**40, 1], "LONG"),
        ([[[True]]], "BOOL"),
        ([np.float32(1), np.float32(2)], "FLOAT"),
        ((1.5, 2), "DOUBLE"),
    ],
)
def test_lists_of_numbers_in_every_mix(nd4j, values: Any, data_type: str) -> None:
    array = nd4j.createFromArray(values)
    assert str(array.dataType()) == data_type
    assert list(array.shape()) == list(np.shape(values))


def test_a_slice_of_a_java_array_is_passed_as_it_is(nd4j) -> None:
    assert nd4j.createFromArray(JInt[:]([1, 2, 3, 4])[1:3]).length() == 2


def test_numpy_numbers_are_numbers(nd4j) -> None:
    array = nd4j.zeros(np.int64(2), np.int64(3))
    array.putScalar(np.int64(0), np.int32(1), np.float64(0.5))
    assert array.getDouble(np.int64(0), np.int64(1)) == 0.5


def test_an_object_cast_to_an_interface_still_runs_its_own_code(nd4j) -> None:
    array = jpype.JObject(nd4j.ones(2, 2), java("org.nd4j.linalg.api.ndarray.INDArray"))
    assert array.add(1).getDouble(1, 1) == 2.0
    assert list(array.reshape(4).shape()) == [4]


def test_files_may_be_paths(nd4j, tmp_path: Path) -> None:
    nd4j.saveBinary(nd4j.ones(2), tmp_path / "ones.bin")
    assert nd4j.readBinary(tmp_path / "ones.bin").getDouble(1) == 1.0


def test_functions_are_javas_functional_interfaces(jvm) -> None:
    java_map = java("java.util.HashMap")()
    java_map.computeIfAbsent("a", lambda key: f"{key}!")
    assert str(java_map.get("a")) == "a!"


def test_a_python_listener_is_a_listener(jvm) -> None:
    @jpype.JImplements("org.deeplearning4j.optimize.api.TrainingListener")
    class Listener:
        @jpype.JOverride
        def iterationDone(self, *_): ...
        @jpype.JOverride
        def onEpochStart(self, *_): ...
        @jpype.JOverride
        def onEpochEnd(self, *_): ...
        @jpype.JOverride
        def onForwardPass(self, *_): ...
        @jpype.JOverride
        def onGradientCalculation(self, *_): ...
        @jpype.JOverride
        def onBackwardPass(self, *_): ...

    network = java("org.deeplearning4j.nn.multilayer.MultiLayerNetwork")(_configuration())
    network.setListeners(Listener())
    network.addListeners(Listener(), Listener())
    assert network.getListeners().size() == 3
    network.setListeners([Listener(), Listener()])
    assert network.getListeners().size() == 2


def _configuration() -> Any:
    builder = java("org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder")()
    layer = java(f"{LAYERS}.OutputLayer$Builder")().nIn(2).nOut(2).build()
    return builder.list().layer(layer).build()


def test_layers_may_come_as_arguments_or_as_a_list(jvm) -> None:
    new_builder = java("org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder")
    dense = java(f"{LAYERS}.DenseLayer$Builder")().nIn(2).nOut(3).build()
    output = java(f"{LAYERS}.OutputLayer$Builder")().nIn(3).nOut(2).build()
    for layers in ((dense, output), ([dense, output],)):
        assert new_builder().list(*layers).build().getConfs().size() == 2


def test_static_and_instance_overloads_under_one_name(tmp_path: Path, jvm) -> None:
    listener = java("org.deeplearning4j.optimize.listeners.CheckpointListener")
    keeper = listener.Builder(str(tmp_path)).keepAll().saveEveryNEpochs(1).build()
    (tmp_path / "checkpointInfo.txt").write_text("checkpointNum,iteration\n")
    assert list(listener.availableCheckpoints(tmp_path)) == []
    assert list(keeper.availableCheckpoints()) == []
    assert list(keeper.availableCheckpoints(tmp_path)) == []
    with pytest.raises(TypeError, match="fits no overload"):
        listener.availableCheckpoints()


def test_generic_parameters_are_kept(jvm) -> None:
    schedule = java("org.nd4j.linalg.schedule.MapSchedule")
    iteration = java("org.nd4j.linalg.schedule.ScheduleType").ITERATION
    assert schedule(iteration, {0: 1, 10: 0.5}).valueAt(3, 0) == 1.0  # Map<Integer, Double>
    with pytest.raises(TypeError, match="'often' is a Java String, but Double is wanted"):
        schedule(iteration, {0: "often"})


@pytest.mark.parametrize("indices", [(0, 99), (99,)])  # by reflection, by JPype
def test_javas_exceptions_come_through_as_they_are(nd4j, indices: tuple[int, ...]) -> None:
    with pytest.raises(java("java.lang.IllegalArgumentException"), match=r"must not be|index 99"):
        nd4j.zeros(2, 2).getDouble(*indices)


def test_exceptions_can_be_made_thrown_and_caught(jvm) -> None:
    kind = java("org.nd4j.linalg.exception.ND4JIllegalStateException")
    with pytest.raises(kind, match="why"):
        raise kind("why")


def test_a_method_tells_its_overloads(nd4j) -> None:
    assert nd4j.zeros.__name__ == "zeros"
    assert "zeros(int[], char)" in nd4j.zeros.__doc__
    assert nd4j.zeros(1).reshape.__qualname__.endswith(".reshape")


def test_keyword_arguments_are_refused(jvm) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'n'"):
        java(f"{LAYERS}.DenseLayer$Builder")().nIn(n=5)


# ---- messages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "arguments", "words"),
    [
        ("activation", ("relu",), "Use Activation.RELU instead of 'relu'."),
        ("weightInit", ("xavierr",), "Did you mean 'XAVIER'?"),
        ("optimizationAlgo", ("lbfgs",), ""),
        ("nIn", (5.5,), "5.5 is a double, but int is wanted: int(5.5)."),
        ("nIn", (None,), "None is Java's null, which int cannot be."),
        ("nIn", (), "nIn(int)\n"),
        ("nIn", ("5",), "DenseLayer.Builder.nIn(String) fits no overload:\n"),
        ("hasBias", (1,), "hasBias(boolean)"),
    ],
)
def test_a_wrong_argument_is_explained(method: str, arguments: tuple[Any, ...], words: str) -> None:
    builder = java(f"{LAYERS}.DenseLayer$Builder")()
    if not hasattr(builder, method):
        builder = java("org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder")()
    with pytest.raises(TypeError) as caught:
        getattr(builder, method)(*arguments)
    assert words in str(caught.value)


def test_a_wrong_constructor_argument_is_explained(jvm) -> None:
    with pytest.raises(TypeError) as caught:
        java(f"{LAYERS}.SubsamplingLayer$Builder")("max", [2, 2])
    assert "SubsamplingLayer.Builder(String, int[]) fits no overload:" in str(caught.value)
    assert "PoolingType.MAX instead of 'max'." in str(caught.value)


def test_an_ambiguous_call_is_explained(nd4j) -> None:
    with pytest.raises(TypeError) as caught:
        nd4j.zeros(3, 4).reshape(None)
    assert "reshape(null) is ambiguous, in Java too" in str(caught.value)
    assert "reshape(long...)" in str(caught.value)


def test_long_lists_of_overloads_are_cut(nd4j) -> None:
    with pytest.raises(TypeError, match=r"\.\.\. and \d+ more"):
        nd4j.create(object())


def test_repaired_methods_can_be_copied(jvm) -> None:
    assert copy.copy(java("java.util.HashMap").put) is java("java.util.HashMap").put
