package dl4jbridge.accel;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer that keeps its pre-output from the forward pass for backpropagation, where the
 * stock layer multiplies anew, and that leaves out an input gradient nobody reads.
 */
class ExactDense extends DenseLayer implements StandIn {

    private final Layer stock;
    final boolean skipsInputGradient;
    private Pair<INDArray, INDArray> kept;

    ExactDense(DenseLayer stock, boolean skipsInputGradient) {
        super(stock.conf(), null);
        this.stock = stock;
        this.skipsInputGradient = skipsInputGradient;
        StandIn.handOver(stock, this, DenseLayer.class);
    }

    @Override
    public Layer stock() {
        return stock;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        kept = null;
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        kept = null;
        super.clear();
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        Pair<INDArray, INDArray> z = kept;
        kept = null;
        if (forBackprop && z != null) {
            return z;
        }
        INDArray made = preActivation(training, workspaces);
        if (training && !forBackprop) {
            // A copy: the activation function overwrites what it is given.
            INDArray copy = workspaces.dup(ArrayType.ACTIVATIONS, made);
            kept = new Pair<>(copy, copy);
        }
        return new Pair<>(made, made);
    }

    /** Input times weights plus bias. */
    INDArray preActivation(boolean training, LayerWorkspaceMgr workspaces) {
        return super.preOutputWithPreNorm(training, false, workspaces).getFirst();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (!skipsInputGradient) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray delta = delta(epsilon, workspaces);
        INDArray weights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
        Nd4j.gemm(input.castTo(weights.dataType()), delta, weights, true, false, 1.0, 0.0);
        return new Pair<>(gradient(delta), null);
    }

    /** The gradient with respect to the pre-activation. */
    INDArray delta(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
        INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        if (maskArray != null) {
            applyMask(delta);
        }
        return delta;
    }

    /** The layer's gradients, of which the weights' has been computed. */
    Gradient gradient(INDArray delta) {
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            INDArray bias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
            delta.sum(bias, 0);
            gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, bias);
        }
        gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY,
                gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
        weightNoiseParams.clear();
        return gradient;
    }
}
