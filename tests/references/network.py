"""Small networks of float64."""

from typing import Any

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j

from .comparison import Array


def builder(**settings: Any) -> Any:
    """The configuration's builder with settings by the names of its methods."""
    builder = j.NeuralNetConfiguration.Builder().seed(5).dataType(j.DataType.DOUBLE)
    for name, value in settings.items():
        builder = getattr(builder, name)(*(value if isinstance(value, tuple) else (value,)))
    return builder


def network(*layers: Any, **settings: Any) -> Any:
    """Layers in sequence, initialized."""
    net = j.MultiLayerNetwork(builder(**settings).list(*layers).build())
    net.init()
    return net


def output(inputs: int, outputs: int, **settings: Any) -> Any:
    """A linear output layer with the mean of squares for a loss."""
    layer = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MSE).nIn(inputs).nOut(outputs)
    layer = layer.activation(j.Activation.IDENTITY)
    for name, value in settings.items():
        layer = getattr(layer, name)(value)
    return layer.build()


def parameters(net: Any) -> dict[str, Array]:
    """Copies, by DL4J's keys such as `0_W`."""
    table = net.paramTable()
    return {str(key): bridge.to_numpy(table.get(key), copy=True) for key in table.keySet()}


def gradients(net: Any, x: Array, y: Array) -> dict[str, Array]:
    """Of the score's sum over the examples, by the parameters' keys, before any update."""
    net.setInput(bridge.to_nd4j(x))
    net.setLabels(bridge.to_nd4j(y))
    net.computeGradientAndScore()
    table = net.gradient().gradientForVariable()
    return {str(key): bridge.to_numpy(table.get(key), copy=True) for key in table.keySet()}
