package dl4jbridge.step;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer forward and backward for one number of rows, in memory of its own. */
final class DensePass {

    /** What goes into the activation function, [rows, out]; with ReLU what comes out of it. */
    final Floats z;
    /** What comes out of the activation function, [rows, out]. */
    final Floats activation;
    /** The gradient with respect to the activation, then to z, [rows, out]. */
    final Floats delta;

    private final int rows;
    private final int in;
    private final int out;
    private final Floats weights;
    private final Floats bias;
    private final Floats weightGradient;
    private final Floats biasGradient;
    private final IActivation function;
    private final boolean rectifies;
    private final boolean sumsRowByRow;
    /** The product in Fortran order; null where BLAS gives the same bits in C order. */
    private final Floats product;
    private final float[] products;
    private final float[] row;
    private final float[] biases;
    private final int[] deltaBits;
    private final int[] activationBits;

    DensePass(Layer layer, int rows) {
        INDArray w = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        INDArray b = layer.getParam(DefaultParamInitializer.BIAS_KEY);
        Map<String, INDArray> gradients = layer.conf().getLayer().initializer()
                .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray());
        this.rows = rows;
        in = (int) w.size(0);
        out = (int) w.size(1);
        weights = new Floats(w);
        bias = b == null ? null : new Floats(b);
        weightGradient = new Floats(gradients.get(DefaultParamInitializer.WEIGHT_KEY));
        biasGradient = b == null
                ? null : new Floats(gradients.get(DefaultParamInitializer.BIAS_KEY));
        function = ((BaseLayer) layer.conf().getLayer()).getActivationFn();
        rectifies = isPlainRelu(function);
        z = Floats.matrix(rows, out);
        activation = rectifies ? z : Floats.matrix(rows, out);
        delta = Floats.matrix(rows, out);
        sumsRowByRow = Verified.sumsRowByRow(rows, out);
        boolean swaps = Verified.swaps(rows, in, out);
        product = swaps ? null : Floats.matrix(rows, out);
        products = swaps ? null : new float[rows * out];
        row = new float[out];
        biases = new float[out];
        deltaBits = new int[out];
        activationBits = new int[out];
    }

    /** Computes z, for a rectifying layer the activation. */
    void forward(FloatPointer input) {
        if (product == null) {
            Products.forwardSwapped(input, weights.pointer, z.pointer, rows, in, out);
        } else {
            Products.forward(input, weights.pointer, product.pointer, rows, in, out);
            product.read(0, products, products.length);
        }
        if (bias != null) {
            bias.read(0, biases, out);
        }
        for (int i = 0; i < rows; i++) {
            if (product == null) {
                z.read(i * out, row, out);
            } else {
                Loops.stride(products, i, rows, row, out);
            }
            if (bias != null) {
                Loops.add(row, biases, out);
            }
            if (rectifies) {
                Loops.rectify(row, out);
            }
            z.write(i * out, row, out);
        }
    }

    /** Computes the activation from z. */
    void activate() {
        if (!rectifies) {
            activation.copy(z);
            activation.assign(function.getActivation(activation.array, true));
        }
    }

    /** Turns delta from the gradient with respect to the activation into that to z. */
    void differentiate() {
        if (!rectifies) {
            delta.assign(function.backprop(z.array, delta.array).getFirst());
            return;
        }
        for (int i = 0; i < rows; i++) {
            delta.readBits(i * out, deltaBits, out);
            activation.readBits(i * out, activationBits, out);
            Loops.maskRectified(deltaBits, activationBits, out);
            delta.writeBits(i * out, deltaBits, out);
        }
    }

    /** Computes the gradients of weights and bias from delta, which is that to z. */
    void gradients(FloatPointer input) {
        Products.weightGradient(input, delta.pointer, weightGradient.pointer, rows, in, out);
        if (biasGradient == null) {
            return;
        }
        if (!sumsRowByRow) {
            delta.array.sum(biasGradient.array, 0);
            return;
        }
        Arrays.fill(biases, 0);
        for (int i = 0; i < rows; i++) {
            delta.read(i * out, row, out);
            Loops.add(biases, row, out);
        }
        biasGradient.write(0, biases, out);
    }

    /** Computes the gradient with respect to the input, [rows, in]. */
    void inputGradient(Floats result) {
        Products.inputGradient(weights.pointer, delta.pointer, result.pointer, rows, in, out);
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
