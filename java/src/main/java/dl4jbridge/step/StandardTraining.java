package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.blas.Products;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ProfilingMode;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells which networks are trained by nothing but: gradients of the whole batch, their mean, the
 * updater, a step.
 */
final class StandardTraining {

    private StandardTraining() {
    }

    /** True if no listener, constraint or other algorithm comes between. */
    static boolean isOf(MultiLayerNetwork network) {
        INDArray parameters = network.params();
        return parameters.dataType() == DataType.FLOAT
                && parameters.length() <= Floats.MOST
                && Products.areOnCpu()
                && !isWatched()
                && isEmpty(network.getListeners())
                && network.getLayerWiseConfigurations().getBackpropType() == BackpropType.Standard
                && areStandard(network.getLayers());
    }

    private static boolean areStandard(Layer[] layers) {
        for (Layer layer : layers) {
            if (!isStandard(layer.conf())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStandard(NeuralNetConfiguration configuration) {
        return configuration.getOptimizationAlgo()
                        == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
                && configuration.getStepFunction() == null
                && isEmpty(configuration.getLayer().getConstraints())
                && (!(configuration.getLayer() instanceof BaseLayer)
                        || isNone(((BaseLayer) configuration.getLayer())
                                .getGradientNormalization()));
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
