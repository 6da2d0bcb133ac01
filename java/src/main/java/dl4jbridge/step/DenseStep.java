package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.team.Team;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An iteration of a plain dense network that asks BLAS and ND4J for nothing but what the numbers
 * depend on.
 *
 * <p>Parameters and the updater's state are those of the network's own {@code fit}, to the bit,
 * and so is the loss. What regularization adds to the score is summed in float64 here, one float32
 * after the other there; it differs in the sixth digit. The network's gradients afterwards are
 * those before the update.
 */
final class DenseStep implements Step {

    private static final WorkspaceConfiguration TEMPORARIES =
            WorkspaceConfiguration.builder().policyLearning(LearningPolicy.OVER_TIME).build();

    private final MultiLayerNetwork network;
    private final Step own;
    private final Update update;
    private final Loss loss;
    private final Map<Integer, DensePass[]> passes = new HashMap<>();

    /** @param own what trains on batches that need it */
    DenseStep(MultiLayerNetwork network, Step own) {
        this.network = network;
        this.own = own;
        this.update = new Update(network);
        this.loss = new Loss((OutputLayer) network.getOutputLayer());
    }

    @Override
    public double fit(INDArray[] features, INDArray[] labels) {
        INDArray x = features[0];
        INDArray y = labels[0];
        int last = network.getnLayers() - 1;
        if (!fits(x, network.layerInputSize(0)) || !fits(y, network.layerSize(last))) {
            return own.fit(features, labels);
        }
        int rows = (int) x.size(0);
        double score = loss(x, y, passes.computeIfAbsent(rows, this::passes));
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        int iteration = configuration.getIterationCount();
        int epoch = configuration.getEpochCount();
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(epoch);
        }
        boolean mean = network.conf().isMiniBatch();
        score = (mean ? score / rows : score) + update.apply(mean ? rows : 1, iteration, epoch);
        network.setScore(score);
        configuration.setIterationCount(iteration + 1);
        return score;
    }

    /** Forward and backward; fills the network's gradients. */
    private double loss(INDArray x, INDArray labels, DensePass[] passes) {
        FloatPointer input = new Floats(x).pointer;
        int last = passes.length - 1;
        try (MemoryWorkspace ignored =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(TEMPORARIES, "DENSE_STEP")) {
            FloatPointer before = input;
            for (int i = 0; i < last; i++) {
                passes[i].forward(before);
                passes[i].activate();
                before = passes[i].activation.pointer;
            }
            passes[last].forward(before);
            double sum = loss.apply(passes[last], labels);
            backward(passes, input);
            return sum;
        }
    }

    /** Fills the network's gradients, given delta of the last layer. */
    private static void backward(DensePass[] passes, FloatPointer input) {
        int last = passes.length - 1;
        int parts = 0;
        for (int i = last; i >= 0; i--) {
            DensePass pass = passes[i];
            parts += pass.parts();
            if (i < last) {
                pass.startDelta();
            }
            if (i < last && i > 0) {
                Team.run(pass.parts(), pass::finishDelta);
            }
        }
        // Nothing behind the first layer waits for its delta: it can be finished on the way.
        Team.run(parts, task -> {
            int i = 0;
            int part = task;
            for (; part >= passes[i].parts(); i++) {
                part -= passes[i].parts();
            }
            if (i == 0 && last > 0) {
                passes[0].finishDelta(part);
            }
            passes[i].gradients(part, i == 0 ? input : passes[i - 1].activation.pointer);
        });
        for (DensePass pass : passes) {
            pass.finishGradients();
        }
    }

    // BLAS has another function for a single row or column.
    private static boolean fits(INDArray array, long columns) {
        return array.dataType() == DataType.FLOAT && array.rank() == 2 && array.size(0) > 1
                && array.size(1) == columns;
    }

    private DensePass[] passes(int rows) {
        DensePass[] passes = new DensePass[network.getnLayers()];
        DensePass next = null;
        for (int i = passes.length - 1; i >= 0; i--) {
            next = new DensePass(network.getLayer(i), rows, next);
            passes[i] = next;
        }
        return passes;
    }
}
