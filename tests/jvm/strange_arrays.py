"""Arrays of every type, order, stride and emptiness, and what must become of them."""

import sys
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    InputType,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
)
from dl4j_bridge.errors import ArrayError, DataError

WIDTH = 4
SHARED = ("f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?")
REFUSED = ("c8", "c16", "g", "M8[s]", "m8[s]", "S3", "U3", "O", "V5", "i4,f4")
ORDERS = ("C", "F")
FORMS = (
    "as it is",
    "reversed",
    "every second",
    "transposed twice",
    "broadcast",
    "read-only",
    "byte-swapped",
    "misaligned",
    "matrix",
    "masked",
    "masked nowhere",
    "subclass",
    "list",
)


class Named(np.ndarray):
    """A subclass that adds nothing."""


def shapes(draw: st.DrawFn) -> tuple[int, ...]:
    rows = draw(st.integers(0, 5))
    others = st.one_of(st.just((WIDTH,)), hnp.array_shapes(min_dims=0, max_dims=4, max_side=4))
    shape = draw(st.one_of(others.map(lambda rest: (rows, *rest)), st.just(())))
    return tuple(0 if n == 3 and draw(st.booleans()) else n for n in shape)


@st.composite
def arrays(draw: st.DrawFn) -> Any:
    """An array of a drawn type, shape, order and form."""
    dtype = np.dtype(draw(st.sampled_from(SHARED * 3 + REFUSED)))
    shape = shapes(draw)
    number = draw(st.integers(0, 2**16))
    size = int(np.prod(shape))
    values = np.random.default_rng(number).integers(0, 100, size)
    array = np.asarray(values.astype(_through(dtype)).astype(dtype).reshape(shape))
    if dtype.kind == "f" and size and draw(st.integers(0, 5)) == 0:
        worst = np.inf if dtype.itemsize < 8 else 1e300
        array.flat[number % size] = draw(st.sampled_from([np.nan, -np.inf, worst]))
    array = np.array(array, order=draw(st.sampled_from(ORDERS)))
    return formed(array, draw(st.sampled_from(FORMS)))


def _through(dtype: np.dtype[Any]) -> Any:
    """What whole numbers become first, where they do not become the type at once."""
    return "S3" if dtype.kind == "V" and dtype.names is None else dtype


def formed(array: np.ndarray, form: str) -> Any:
    """The array in one of the `FORMS`; its values stay, but for a broadcast."""
    if form == "reversed":
        return np.array(array[::-1])[::-1] if array.ndim else array
    if form == "every second":
        return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array
    if form == "transposed twice":
        return np.ascontiguousarray(array.T).T
    if form == "broadcast":
        some = array.ndim and len(array)
        return np.broadcast_to(array[:1], (3, *array.shape[1:])) if some else array
    if form == "read-only":
        array.flags.writeable = False
    if form == "byte-swapped":
        return array.astype(array.dtype.newbyteorder())
    if form == "misaligned" and not array.dtype.hasobject:
        memory = bytearray(array.nbytes + 1)
        shifted = np.frombuffer(memory, np.uint8)[1:].view(array.dtype)
        shifted = shifted.reshape(array.shape)
        shifted[...] = array
        return shifted
    if form == "matrix" and array.ndim == 2:
        return array.view(np.matrix)
    if form == "masked" and array.size:
        mask = np.zeros(array.shape, bool)
        mask.flat[0] = True
        return np.ma.array(array, mask=mask)
    if form == "masked nowhere":
        return np.ma.array(array)
    if form == "subclass":
        return array.view(Named)
    return array.tolist() if form == "list" else array


def _is_masked(array: Any) -> bool:
    mask = np.ma.getmaskarray(array) if isinstance(array, np.ma.MaskedArray) else np.array(False)
    return mask.dtype.names is None and bool(mask.any())


class Machine:
    """A network that strange arrays are tried on; counts what became of them."""

    def __init__(self) -> None:
        builder = NeuralNetConfiguration.Builder().seed(3).updater(Sgd(1e-4)).list()
        last = OutputLayer.Builder(LossFunctions.LossFunction.MSE).nOut(2)
        builder = builder.layer(last.activation(Activation.IDENTITY).build())
        configuration = builder.setInputType(InputType.feedForward(WIDTH)).build()
        self._network = MultiLayerNetwork(configuration)
        self._network.init()
        self._start = self._network.params().dup()
        self.tried = self.right = self.refused = 0

    def takes(self, array: Any) -> None:
        """Convert, predict, train: numpy's values, or an error of ours that says why."""
        self._converts(array)
        self._learns(array)

    def _converts(self, array: Any) -> None:
        try:
            converted = bridge.to_nd4j(array)
        except ArrayError:
            plain = np.asarray(array)
            fits = plain.dtype.kind in "biuf" and plain.dtype.itemsize <= 8
            assert not fits or _is_masked(array)
            self.refused += 1
            return
        back = bridge.to_numpy(converted)
        expected = np.asarray(array)
        assert back.dtype == expected.dtype.newbyteorder("=")
        np.testing.assert_array_equal(back, expected)
        self.right += 1

    def _learns(self, array: Any) -> None:
        try:
            outputs = bridge.predict(self._network, array)
        except DataError:
            assert not self._is_fit(array)
            self.refused += 1
            return
        assert self._is_fit(array)
        clean = np.array(array, dtype=np.float32, order="C")
        assert outputs.tobytes() == bridge.predict(self._network, clean).tobytes()
        assert self._trained(array).tobytes() == self._trained(clean).tobytes()
        self.right += 1

    def _trained(self, x: Any) -> np.ndarray:
        self._network.setParams(self._start)
        y = np.tile(np.float32([1, 2]), (len(x), 1))
        bridge.fit(self._network, (x, y), progress=False, shuffle=False)
        return np.array(self._network.params())

    @staticmethod
    def _is_fit(array: Any) -> bool:
        plain = np.asarray(array)
        if _is_masked(array) or plain.dtype.kind not in "biuf" or not plain.size:
            return False
        with np.errstate(over="ignore"):
            finite = np.isfinite(plain.astype(np.float32)).all()
        return plain.ndim == 2 and plain.shape[1] == WIDTH and bool(finite)


def main(count: int, number: int) -> None:
    """Try that many arrays, others for each number; print what became of them."""
    machine = Machine()

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(array=arrays())
    def every(array: Any) -> None:
        machine.tried += 1
        machine.takes(array)

    every()
    print(machine.tried, machine.right, machine.refused)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
