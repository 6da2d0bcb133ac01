package dl4jbridge.predict;

import dl4jbridge.blas.Floats;
import dl4jbridge.blas.Products;
import dl4jbridge.blas.SameBits;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of dense layers one after the other, computed in arrays that are used again.
 *
 * <p>The stock layer has each result of BLAS copied from Fortran's order into C's. Here a layer
 * is asked of BLAS in C's order where that gives the same bits, else stays in Fortran's where the
 * next layer's bits allow it.
 */
final class DenseChain {

    private final List<Step> steps = new ArrayList<>();

    private DenseChain() {}

    /** The chain that a network is, null if it is something else. */
    static DenseChain of(Model model) {
        if (!(model instanceof MultiLayerNetwork)) {
            return null;
        }
        MultiLayerNetwork network = (MultiLayerNetwork) model;
        // OpenBLAS adds up small products of doubles in an order that goes with the arrays' order.
        if (network.params().dataType() != DataType.FLOAT || !Products.areOnCpu()) {
            return null;
        }
        DenseChain chain = new DenseChain();
        for (Layer layer : network.getLayers()) {
            int index = chain.steps.size();
            Step step = Step.of(layer, index == 0);
            if (step == null
                    || network.getLayerWiseConfigurations().getInputPreProcess(index) != null) {
                return null;
            }
            chain.steps.add(step);
        }
        return chain;
    }

    /** False for what the stock layers convert or refuse. */
    boolean fits(INDArray x) {
        return x.rank() == 2 && x.size(1) == steps.get(0).weights.size(0)
                && x.dataType() == DataType.FLOAT;
    }

    /** How many numbers an output has. */
    long columns() {
        for (int i = steps.size() - 1; ; i--) {
            if (steps.get(i).weights != null) {
                return steps.get(i).weights.size(1);
            }
        }
    }

    /** Outputs for some rows; the next call overwrites them. */
    INDArray output(INDArray x) {
        INDArray activations = x;
        for (Step step : steps) {
            activations = step.activate(activations);
        }
        return activations;
    }

    private static final class Step {
        final INDArray weights;
        final INDArray bias;
        final IActivation function;
        INDArray result;
        /** The result, if BLAS is asked for it in C's order. */
        Floats swapped;

        private Step(INDArray weights, INDArray bias, IActivation function) {
            this.weights = weights;
            this.bias = bias;
            this.function = function;
        }

        /** The step that a layer is, null if it does more than these do. */
        static Step of(Layer layer, boolean first) {
            org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
            Class<?> type = conf.getClass();
            // Without weights it works in place, and the first one's place is the caller's.
            if (type == ActivationLayer.class && !first) {
                return new Step(null, null, ((ActivationLayer) conf).getActivationFn());
            }
            if (type == LossLayer.class && !first) {
                return new Step(null, null, ((LossLayer) conf).getActivationFn());
            }
            if (type != DenseLayer.class && type != OutputLayer.class) {
                return null;
            }
            INDArray weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
            INDArray bias = layer.getParam(DefaultParamInitializer.BIAS_KEY);
            boolean normalizes = type == DenseLayer.class && ((DenseLayer) conf).hasLayerNorm();
            boolean vector = weights.size(0) == 1 || weights.size(1) == 1;
            if (normalizes || vector || ((BaseLayer) conf).getWeightNoise() != null) {
                return null;
            }
            return new Step(weights, bias, ((BaseLayer) conf).getActivationFn());
        }

        INDArray activate(INDArray x) {
            if (weights == null) {
                return function.getActivation(x, false);
            }
            int rows = (int) x.size(0);
            if (result == null || result.size(0) != rows) {
                allocate(rows);
            }
            if (swapped != null) {
                INDArray input = x.ordering() == 'c' ? x : x.dup('c');
                Products.forwardSwapped(new Floats(input).pointer, new Floats(weights).pointer,
                        swapped.pointer, rows, in(), out(), out());
            } else if (x.ordering() == 'f' && !SameBits.fromFortranOrder(rows, in(), out())) {
                x.dup('c').mmuli(weights, result);
            } else {
                x.mmuli(weights, result);
            }
            if (bias != null) {
                result.addiRowVector(bias);
            }
            return function.getActivation(result, false);
        }

        private void allocate(int rows) {
            boolean swaps = SameBits.swapped(rows, in(), out());
            long[] shape = {rows, out()};
            result = Nd4j.createUninitializedDetached(DataType.FLOAT, swaps ? 'c' : 'f', shape);
            swapped = swaps ? new Floats(result) : null;
        }

        private int in() {
            return (int) weights.size(0);
        }

        private int out() {
            return (int) weights.size(1);
        }
    }
}
