"""Ported programs on the real Deeplearning4j."""

from pathlib import Path

import pytest

from dl4j_bridge.course.port import port
from dl4j_bridge.course.source import Source
from dl4j_bridge.dl4j import java_class

LISTENER = """
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.*;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

public class Net {
    static class Counting extends BaseTrainingListener {
        private int calls = 0;
        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            calls++;
        }
        int getCalls() { return calls; }
    }

    public static void main(String[] args) {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
            .seed(7).updater(new Sgd(0.5)).list()
            .layer(new DenseLayer.Builder().nIn(2).nOut(3).activation(Activation.TANH).build())
            .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(3).nOut(1).activation(Activation.IDENTITY).build())
            .build();
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        Counting counting = new Counting();
        net.setListeners(counting);
        INDArray x = Nd4j.create(new float[][] {{0, 1}, {1, 0}});
        INDArray y = Nd4j.create(new double[] {1, 0}, new int[] {2, 1});
        for (int i = 0; i < 5; i++) {
            net.fit(x, y);
        }
        Random random = new Random(42);
        System.out.println(counting.getCalls() + " calls, " + net.numParams() + " parameters");
        System.out.println(random.nextInt(100) + " " + random.nextFloat() + " " + x.getFloat(0, 1));
        try {
            net.getLayer(9);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
"""


def test_listeners_arrays_and_exceptions(capsys: pytest.CaptureFixture[str]) -> None:
    made = port([Source(Path("Net.java"), LISTENER.encode())], "Net")
    assert made.todos == ()
    exec(compile(made.text, "net.py", "exec"), {"__name__": "__main__"})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "5 calls, 13 parameters"
    random = java_class("java.util.Random")(42)
    whole, fraction = random.nextInt(100), java_class("java.lang.Float")(random.nextFloat())
    assert lines[1] == f"{whole} {fraction.toString()} 1.0"
    assert lines[2].startswith("Invalid layer index")
