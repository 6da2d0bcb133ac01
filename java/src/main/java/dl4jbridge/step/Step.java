package dl4jbridge.step;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One iteration of training: forward, backward, update. */
public interface Step {

    /**
     * Trains on a batch.
     *
     * @param features one array for each input of the network, rows on axis 0
     * @param labels   one for each output
     * @return the score before the update
     */
    double fit(INDArray[] features, INDArray[] labels);

    /**
     * The fastest way to train a network that gives the parameters of its own {@code fit}.
     *
     * @param network initialized; its layers are DL4J's own
     */
    static Step of(Model network) {
        Step own = own(network);
        if (!(network instanceof MultiLayerNetwork)) {
            return own;
        }
        MultiLayerNetwork sequence = (MultiLayerNetwork) network;
        if (DenseNetwork.isPlain(sequence)) {
            return new DenseStep(sequence, own);
        }
        return GradientStep.of(sequence).orElse(own);
    }

    /** The network's own {@code fit}. */
    static Step own(Model network) {
        return new NetworkStep(network);
    }
}
