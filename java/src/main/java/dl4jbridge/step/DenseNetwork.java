package dl4jbridge.step;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Tells for which networks {@link DenseStep} is made. */
final class DenseNetwork {

    private DenseNetwork() {
    }

    /** True for dense layers with an output layer at the end and nothing that needs DL4J's own. */
    static boolean isPlain(MultiLayerNetwork network) {
        return StandardTraining.isOf(network)
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
        return layer.getNIn() > 1
                && layer.getNOut() > 1
                && layer.getIDropout() == null
                && layer.getWeightNoise() == null
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
}
