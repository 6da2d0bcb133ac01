package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.blas.Products;
import dl4jbridge.blas.SameBits;
import dl4jbridge.team.Team;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer forward and backward for one number of rows, in memory of its own; the team's
 * threads share out the layer's units.
 */
final class DensePass {

    /** What goes into the activation function, [rows, out]; with ReLU what comes out of it. */
    final Floats z;
    /** What comes out of the activation function, [rows, out]. */
    final Floats activation;
    /** The gradient with respect to the activation, then to z, [rows, out]. */
    final Floats delta;
    /** The layer behind; null for the last. */
    final DensePass next;
    final int rows;
    final int in;
    final int out;
    final Floats weights;
    final Floats weightGradient;
    /** Null without. */
    final INDArray bias;
    final INDArray biasGradient;
    /** Whether the activation function is max(0, z). */
    final boolean rectifies;
    final boolean swaps;
    private final IActivation function;
    private final boolean sumsRowByRow;
    private final UnitRange[] ranges;
    private final boolean fetchesInParts;

    /** @param next the layer behind; null for the last */
    DensePass(Layer layer, int rows, DensePass next) {
        INDArray w = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        Map<String, INDArray> gradients = layer.conf().getLayer().initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
        this.rows = rows;
        this.next = next;
        in = (int) w.size(0);
        out = (int) w.size(1);
        weights = new Floats(w);
        weightGradient = new Floats(gradients.get(DefaultParamInitializer.WEIGHT_KEY));
        bias = layer.getParam(DefaultParamInitializer.BIAS_KEY);
        biasGradient = gradients.get(DefaultParamInitializer.BIAS_KEY);
        function = ((BaseLayer) layer.conf().getLayer()).getActivationFn();
        rectifies = isPlainRelu(function);
        z = Floats.matrix(rows, out);
        activation = rectifies ? z : Floats.matrix(rows, out);
        delta = Floats.matrix(rows, out);
        sumsRowByRow = Verified.sumsRowByRow(rows, out);
        swaps = SameBits.swapped(rows, in, out);
        ranges = UnitRange.of(this, Team.size());
        fetchesInParts = next != null && ranges.length > 1
                && SameBits.inputGradientInParts(rows, out, next.out, ranges[0].units());
    }

    /** Computes z, for a rectifying layer the activation. */
    void forward(FloatPointer input) {
        Team.run(ranges.length, i -> ranges[i].forward(input));
    }

    /** Computes the activation from z. */
    void activate() {
        if (!rectifies) {
            activation.copy(z);
            activation.assign(function.getActivation(activation.array, true));
        }
    }

    /** Does of {@link #finishDelta} what cannot be shared out, for a layer with one behind. */
    void startDelta() {
        if (!fetchesInParts) {
            Products.inputGradient(next.weights.pointer, next.delta.pointer, delta.pointer,
                    rows, out, out, next.out);
        }
        if (!rectifies) {
            if (fetchesInParts) {
                Team.run(ranges.length, i -> ranges[i].fetchDelta());
            }
            delta.assign(function.backprop(z.array, delta.array).getFirst());
        }
    }

    /** Computes some of delta, the gradient with respect to z, after {@link #startDelta}. */
    void finishDelta(int part) {
        if (rectifies && fetchesInParts) {
            ranges[part].fetchDelta();
        }
        if (rectifies) {
            ranges[part].maskDelta();
        }
    }

    /** Computes the gradients of some weights and biases from delta. */
    void gradients(int part, FloatPointer input) {
        ranges[part].gradients(input, sumsRowByRow);
    }

    /** Computes what of the gradients cannot be shared out. */
    void finishGradients() {
        if (bias != null && !sumsRowByRow) {
            delta.array.sum(biasGradient, 0);
        }
    }

    /** In how many parts it can be made. */
    int parts() {
        return ranges.length;
    }

    private static boolean isPlainRelu(IActivation function) {
        if (function.getClass() != ActivationReLU.class) {
            return false;
        }
        ActivationReLU relu = (ActivationReLU) function;
        return relu.getMax() == null && relu.getThreshold() == null
                && relu.getNegativeSlope() == null;
    }
}
