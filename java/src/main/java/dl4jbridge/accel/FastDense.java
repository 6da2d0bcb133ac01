package dl4jbridge.accel;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer whose products all threads share, equal to the stock layer up to rounding. */
final class FastDense extends ExactDense {

    FastDense(DenseLayer stock, boolean skipsInputGradient) {
        super(stock, skipsInputGradient);
    }

    static boolean fits(DenseLayer layer) {
        return layer.params().dataType() == DataType.FLOAT;
    }

    @Override
    public boolean sameBits() {
        return false;
    }

    @Override
    INDArray preActivation(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray weights =
                getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
        if (input == null || input.rank() != 2 || input.size(1) != weights.size(0)) {
            // The stock layer says what is wrong.
            return super.preActivation(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                new long[] {input.size(0), weights.size(1)}, 'c');
        if (hasBias()) {
            INDArray bias =
                    getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces);
            long row = Memory.address(z);
            for (long i = 0; i < z.size(0); i++, row += z.size(1) * Float.BYTES) {
                Memory.copy(Memory.address(bias), row, z.size(1));
            }
        }
        SharedProduct.make(
                new SharedProduct(input.castTo(dataType), weights, hasBias() ? 1f : 0f, z));
        return z;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray delta = delta(epsilon, workspaces);
        INDArray weights =
                getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
        // In Fortran order: transposed, it lies in C order.
        INDArray gradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY).transpose();
        SharedProduct forWeights =
                new SharedProduct(delta.transpose(), input.castTo(dataType), 0f, gradient);
        if (skipsInputGradient) {
            SharedProduct.make(forWeights);
            return new Pair<>(gradient(delta), null);
        }
        INDArray before = workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        SharedProduct.make(forWeights, new SharedProduct(delta, weights.transpose(), 0f, before));
        return new Pair<>(gradient(delta), backpropDropOutIfPresent(before));
    }

    @Override
    public double calcRegularizationScore(boolean trainedOnly) {
        return Penalty.of(this);
    }
}
