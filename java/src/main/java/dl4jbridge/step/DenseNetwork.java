package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.blas.Products;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ProfilingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Tells for which networks {@link DenseStep} is made. */
final class DenseNetwork {

    private DenseNetwork() {
    }

    /** True for dense layers with an output layer at the end and nothing that needs DL4J's own. */
    static boolean isPlain(MultiLayerNetwork network) {
        INDArray parameters = network.params();
        return parameters.dataType() == DataType.FLOAT
                && parameters.length() <= Floats.MOST
                && Products.areOnCpu()
                && !isWatched()
                && isEmpty(network.getListeners())
                && network.getLayerWiseConfigurations().getBackpropType() == BackpropType.Standard
                && network.getLayerWiseConfigurations().getInputPreProcessors().isEmpty()
                && areDense(network.getLayers());
    }

    private static boolean areDense(Layer[] layers) {
        for (int i = 0; i < layers.length; i++) {
            Class<?> kind = i == layers.length - 1 ? OutputLayer.class : DenseLayer.class;
            if (layers[i].getClass() != kind || !isPlain(layers[i].conf())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(NeuralNetConfiguration configuration) {
        FeedForwardLayer layer = (FeedForwardLayer) configuration.getLayer();
        return configuration.getOptimizationAlgo()
                        == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
                && configuration.getStepFunction() == null
                && layer.getNIn() > 1
                && layer.getNOut() > 1
                && layer.getIDropout() == null
                && layer.getWeightNoise() == null
                && isEmpty(layer.getConstraints())
                && isNone(layer.getGradientNormalization())
                && isTheirs(layer.getActivationFn(), ActivationReLU.class)
                && isPlainOfItsKind(layer);
    }

    private static boolean isPlainOfItsKind(FeedForwardLayer layer) {
        return layer instanceof org.deeplearning4j.nn.conf.layers.DenseLayer
                ? !((org.deeplearning4j.nn.conf.layers.DenseLayer) layer).hasLayerNorm()
                : isTheirs(((org.deeplearning4j.nn.conf.layers.OutputLayer) layer).getLossFn(),
                        LossMCXENT.class);
    }

    // Functions of a user's own may lay out their results in another order.
    private static boolean isTheirs(Object function, Class<?> neighbour) {
        return function.getClass().getPackage() == neighbour.getPackage();
    }

    private static boolean isNone(GradientNormalization normalization) {
        return normalization == null || normalization == GradientNormalization.None;
    }

    /** Whether ND4J counts its operations or looks for NaN in their results. */
    private static boolean isWatched() {
        ProfilingMode mode = Nd4j.getExecutioner().getProfilingMode();
        return mode != ProfilingMode.DISABLED && mode != ProfilingMode.SCOPE_PANIC;
    }

    private static boolean isEmpty(Collection<?> things) {
        return things == null || things.isEmpty();
    }
}
