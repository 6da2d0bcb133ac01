package dl4jbridge.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The update of a network's parameters from its gradients. */
final class Update {

    private final MultiLayerNetwork network;
    private final INDArray parameters;
    private final INDArray gradients;
    private final List<UpdaterBlock> blocks;
    /** One for each block; empty if not all can be done this way. */
    private final List<FlatUpdate> flat = new ArrayList<>();

    Update(MultiLayerNetwork network) {
        this.network = network;
        this.blocks = ((BaseMultiLayerUpdater<?>) network.getUpdater()).getUpdaterBlocks();
        this.parameters = network.params().reshape(network.numParams());
        this.gradients = network.getGradientsViewArray().reshape(network.numParams());
        for (UpdaterBlock block : blocks) {
            Optional<FlatUpdate> update = FlatUpdate.of(block, parameters, gradients);
            if (!update.isPresent()) {
                flat.clear();
                return;
            }
            flat.add(update.get());
        }
    }

    /** Whether it is made in one pass over memory. */
    boolean isFlat() {
        return !flat.isEmpty();
    }

    /**
     * Updates the parameters.
     *
     * @param rows to take the mean over; 1 for the sum
     * @return what regularization adds to the score of the parameters before the update
     */
    double apply(int rows, int iteration, int epoch) {
        double penalty = 0;
        if (isFlat()) {
            for (FlatUpdate update : flat) {
                penalty += update.apply(rows, iteration, epoch);
            }
            return penalty;
        }
        for (Layer layer : network.getLayers()) {
            penalty += layer.calcRegularizationScore(true);
        }
        if (rows > 1) {
            gradients.divi(rows);
        }
        for (UpdaterBlock block : blocks) {
            block.update(iteration, epoch);
        }
        parameters.subi(gradients);
        return penalty;
    }
}
