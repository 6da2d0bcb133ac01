package dl4jbridge.step;

import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.ZeroPaddingLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An iteration with the network's own gradients and an {@link Update} in one pass over memory,
 * where the network's own makes one for each operation.
 */
final class GradientStep implements Step {

    // Others may keep state between iterations, or have parameters that are not moved by gradients.
    private static final Set<Class<?>> KINDS = Set.of(ConvolutionLayer.class,
            SubsamplingLayer.class, ZeroPaddingLayer.class, DenseLayer.class, OutputLayer.class,
            ActivationLayer.class, DropoutLayer.class);

    private final MultiLayerNetwork network;
    private final Update update;

    private GradientStep(MultiLayerNetwork network, Update update) {
        this.network = network;
        this.update = update;
    }

    /** Empty for a network that it would not train as its own {@code fit} does, or no faster. */
    static Optional<Step> of(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            if (!KINDS.contains(layer.getClass())) {
                return Optional.empty();
            }
        }
        if (!StandardTraining.isOf(network)) {
            return Optional.empty();
        }
        Update update = new Update(network);
        return update.isFlat()
                ? Optional.of(new GradientStep(network, update)) : Optional.empty();
    }

    @Override
    public double fit(INDArray[] features, INDArray[] labels) {
        network.setInput(features[0]);
        network.setLabels(labels[0]);
        network.computeGradientAndScore();
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        int iteration = configuration.getIterationCount();
        update.apply(network.conf().isMiniBatch() ? network.batchSize() : 1, iteration,
                configuration.getEpochCount());
        configuration.setIterationCount(iteration + 1);
        network.clearLayersStates();
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(iteration + 1);
        }
        return network.score();
    }
}
