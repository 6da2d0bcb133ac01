"""What JPype gets wrong by itself: when one of these fails, a part of the repair can go."""

from typing import Any

import jpype
import pytest
from jpype import JChar, JInt, JLong

from dl4j_bridge.jvm.calls import jpype_private
from dl4j_bridge.jvm.calls.repair import raw

CONF = "org.deeplearning4j.nn.conf"


@pytest.fixture(scope="module")
def nd4j(jvm) -> Any:
    return jpype.JClass("org.nd4j.linalg.factory.Nd4j")


@pytest.fixture(scope="module")
def array(nd4j) -> Any:
    return nd4j.zeros(3, 4)


def test_no_arguments_are_taken_for_an_empty_varargs(jvm) -> None:
    builder = jpype.JClass(f"{CONF}.NeuralNetConfiguration$Builder")()
    with pytest.raises(jpype.JException, match="no layers"):
        raw(builder.list)()
    builder.list()


@pytest.mark.parametrize("layer", ["ConvolutionLayer", "SubsamplingLayer", "Deconvolution2D"])
def test_no_arguments_are_taken_for_an_empty_varargs_constructor(layer: str) -> None:
    builder = jpype.JClass(f"{CONF}.layers.{layer}$Builder")
    with pytest.raises(jpype.JException):
        jpype_private.new_object(builder)
    builder()


def test_an_int_is_taken_for_a_char(nd4j) -> None:
    with pytest.raises(jpype.JException, match="Invalid order"):
        raw(nd4j.zeros)(3, 4)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("reshape", (4, 3)),
        ("reshape", ([4, 3],)),
        ("getDouble", (0, 1)),
        ("getDouble", (0,)),
        ("sum", (0,)),
        ("mean", (0,)),
    ],
)
def test_ints_are_ambiguous_between_int_and_long(array, method: str, arguments: tuple) -> None:
    with pytest.raises(TypeError, match="Ambiguous overloads"):
        raw(getattr(array, method))(*arguments)
    getattr(array, method)(*arguments)


def test_static_ints_are_ambiguous_between_int_and_long(nd4j) -> None:
    for method in (nd4j.rand, nd4j.ones):
        with pytest.raises(TypeError, match="Ambiguous overloads"):
            raw(method)(3, 4)
        method(3, 4)


def test_a_seed_is_ambiguous(nd4j) -> None:
    with pytest.raises(TypeError, match="Ambiguous overloads"):
        raw(nd4j.getRandom().setSeed)(5)
    nd4j.getRandom().setSeed(5)


@pytest.mark.parametrize("values", [[1.0, 2.0], [[1.0], [2.0]]])
def test_lists_are_ambiguous(nd4j, values: list) -> None:
    with pytest.raises(TypeError, match="Ambiguous overloads"):
        raw(nd4j.create)(values)
    nd4j.create(values)


def test_a_list_of_indices_is_ambiguous(array) -> None:
    with pytest.raises(TypeError, match="Ambiguous overloads"):
        raw(array.putScalar)([0, 1], 0)
    array.putScalar([0, 1], 0)


def test_even_exact_types_are_ambiguous_for_an_inherited_varargs(array) -> None:
    with pytest.raises(TypeError, match="Ambiguous overloads"):
        raw(array.getDouble)(JLong(0), JLong(1))
    assert array.getDouble(JLong(0), JLong(1)) == 0.0


def test_an_exact_array_is_taken_for_the_longer_overload(nd4j) -> None:
    with pytest.raises(jpype.JException):
        raw(nd4j.create)(jpype.JFloat[:]([1, 2]))
    assert nd4j.create(jpype.JFloat[:]([1, 2])).length() == 2


def test_a_number_is_boxed_as_a_long(jvm) -> None:
    java_map = jpype.JClass("java.util.HashMap")()
    raw(java_map.put)(0, 0.5)
    assert [type(key) for key in java_map.keySet()] == [jpype.JClass("java.lang.Long")]


def test_keys_of_a_dict_are_no_integers(jvm) -> None:
    schedule = jpype.JClass("org.nd4j.linalg.schedule.MapSchedule")
    iteration = jpype.JClass("org.nd4j.linalg.schedule.ScheduleType").ITERATION
    java_map = jpype.JClass("java.util.HashMap")()
    raw(java_map.put)(0, 0.5)  # as JPype makes a map from a dict
    with pytest.raises(jpype.JException, match="must contain initial value"):
        schedule(iteration, java_map)
    assert schedule(iteration, {0: 0.5}).valueAt(0, 0) == 0.5


def test_a_letter_is_no_char(array) -> None:
    with pytest.raises(TypeError):
        raw(array.reshape)("c", 4, 3)
    array.reshape("c", 4, 3)


def test_a_slice_of_a_java_array_is_passed_whole(nd4j) -> None:
    part = JInt[:]([1, 2, 3, 4])[1:3]
    assert raw(nd4j.createFromArray)(part).length() == 4
    assert nd4j.createFromArray(part).length() == 2


def test_numbers_are_cut_off_without_a_word(jvm) -> None:
    assert JInt(2**40) == 0


def test_a_misspelt_name_gets_no_help(jvm) -> None:
    builder = jpype.JClass(f"{CONF}.NeuralNetConfiguration$Builder")()
    with pytest.raises(AttributeError) as caught:
        jpype_private.JObject.__getattribute__(builder, "wieghtInit")
    assert "weightInit" not in str(caught.value)


def test_jpypes_private_parts_are_still_there(array) -> None:
    assert isinstance(raw(type(array).reshape), jpype_private.JMethod)
    assert isinstance(type(array), jpype_private.JClass)
    assert isinstance(array, jpype_private.JObject)
    assert jpype_private.converts(jpype.JInt, 5)
    assert not jpype_private.converts(jpype.JInt, "5")
    assert raw(array.reshape)(JChar("c"), jpype.JInt[:]([4, 3])).rows() == 4
