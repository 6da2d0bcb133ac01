package dl4jbridge.train;

import dl4jbridge.step.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training loop: whole epochs here, in slices of time, so that the caller can show progress
 * or stop between two batches.
 *
 * <p>Each batch is a {@link Step}, each epoch counts and calls the listeners as
 * {@code fit(iterator)} does; the parameters are the same to the bit.
 */
public final class Trainer {

    private final Model network;
    private final Step step;
    private final Rows[] features;
    private final Rows[] labels;
    private final BatchOrder order;
    private final int batchSize;
    private DoubleBuffer scores;
    private int done;
    private boolean diverged;

    /**
     * @param network   a MultiLayerNetwork (one array of features, one of labels) or a
     *                  ComputationGraph (one for each input and output), initialized
     * @param features  C-ordered, rows on axis 0
     * @param labels    likewise, the same number of rows
     * @param batchSize rows a batch; an epoch's last batch takes what is left
     * @param step      how an iteration is made
     * @param augmentation distorts the features, or null
     */
    public Trainer(Model network, INDArray[] features, INDArray[] labels, BatchOrder order,
                   int batchSize, Step step, Augmentation augmentation) {
        this.network = network;
        this.step = step;
        this.features = rows(features, augmentation);
        this.labels = rows(labels, null);
        this.order = order;
        this.batchSize = batchSize;
    }

    /** How many batches an epoch has. */
    public int batches() {
        return (order.size() + batchSize - 1) / batchSize;
    }

    /**
     * Begins the next epoch.
     *
     * @param scores direct, room for one float64 a batch; filled as the epoch goes on
     * @param first  the batch to begin with, 0 unless an earlier process has trained those before
     */
    public void startEpoch(ByteBuffer scores, int first) {
        this.scores = scores.order(ByteOrder.nativeOrder()).asDoubleBuffer();
        this.scores.position(first);
        done = first;
        order.nextEpoch();
        for (TrainingListener listener : listeners()) {
            listener.onEpochStart(network);
        }
    }

    /**
     * Trains batches until the epoch is over, the time is up or the score is no number.
     *
     * @param nanos at most this long, plus the batch that is under way then
     * @return batches done in this epoch
     */
    public int run(long nanos) {
        long start = System.nanoTime();
        int end = batches();
        while (done < end && !diverged) {
            int from = done * batchSize;
            int to = Math.min(from + batchSize, order.size());
            double score;
            // Layers keep what they are given until a step is over: nobody else may ask them.
            synchronized (network) {
                score = step.fit(batch(features, from, to), batch(labels, from, to));
            }
            scores.put(done++, score);
            diverged = Double.isNaN(score) || Double.isInfinite(score);
            if (System.nanoTime() - start >= nanos) {
                break;
            }
        }
        return done;
    }

    /** Batches done in the epoch under way, 0 between two epochs. */
    public int done() {
        return done;
    }

    /** True once a score was NaN or infinite. */
    public boolean diverged() {
        return diverged;
    }

    /** Ends the epoch as {@code fit(iterator)} ends it. */
    public void endEpoch() {
        for (TrainingListener listener : listeners()) {
            listener.onEpochEnd(network);
        }
        if (network instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) network).incrementEpochCount();
        } else {
            ((ComputationGraph) network).incrementEpochCount();
        }
        done = 0;
    }

    private Iterable<TrainingListener> listeners() {
        return network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).getListeners()
                : ((ComputationGraph) network).getListeners();
    }

    private INDArray[] batch(Rows[] arrays, int from, int to) {
        INDArray[] batch = new INDArray[arrays.length];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = arrays[i].batch(order, from, to);
        }
        return batch;
    }

    private static Rows[] rows(INDArray[] arrays, Augmentation augmentation) {
        Rows[] rows = new Rows[arrays.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Rows(arrays[i], augmentation);
        }
        return rows;
    }
}
