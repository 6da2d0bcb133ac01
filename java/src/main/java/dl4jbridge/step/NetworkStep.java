package dl4jbridge.step;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An iteration as the network makes it itself. */
final class NetworkStep implements Step {

    private final Model network;

    NetworkStep(Model network) {
        this.network = network;
    }

    @Override
    public double fit(INDArray[] features, INDArray[] labels) {
        if (network instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) network).fit(features[0], labels[0]);
        } else {
            ((ComputationGraph) network).fit(features, labels);
        }
        return network.score();
    }
}
