package dl4jbridge.spark;

import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Notes each batch of a worker: who, which, its score, and when it was done.
 *
 * <p>Before the first one it seeds what is drawn at random, so that a round done again gives the same
 * bits, and has a graph count on from the driver's: {@code ComputationGraphConfiguration.clone()},
 * by which workers get theirs, leaves the counts out, so Adam and schedules would begin anew.
 */
final class Recorder implements TrainingHook {

    private static final long serialVersionUID = 1;

    private final CollectionAccumulator<double[]> notes;
    private final long seed;
    private final int iterations;
    private final int epochs;
    private transient int batch;
    private transient long begun;

    /**
     * @param notes      takes worker, number of the batch in this round, score, seconds so far
     * @param seed       of the training
     * @param iterations as the driver counts them before this round
     * @param epochs     likewise
     */
    Recorder(CollectionAccumulator<double[]> notes, long seed, int iterations, int epochs) {
        this.notes = notes;
        this.seed = seed;
        this.iterations = iterations;
        this.epochs = epochs;
    }

    @Override
    public void preUpdate(DataSet minibatch, Model model) {
        begin();
    }

    @Override
    public void preUpdate(MultiDataSet minibatch, Model model) {
        if (batch == 0) {
            ComputationGraphConfiguration counts = ((ComputationGraph) model).getConfiguration();
            counts.setIterationCount(iterations);
            counts.setEpochCount(epochs);
        }
        begin();
    }

    @Override
    public void postUpdate(DataSet minibatch, Model model) {
        note(model);
    }

    @Override
    public void postUpdate(MultiDataSet minibatch, Model model) {
        note(model);
    }

    private void begin() {
        if (batch == 0) {
            begun = System.nanoTime();
            long place = ((long) iterations << Integer.SIZE) + TaskContext.getPartitionId();
            Nd4j.getRandom().setSeed(new SplittableRandom(seed ^ place).nextLong());
        }
    }

    private void note(Model model) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        notes.add(new double[] {
            TaskContext.getPartitionId(), batch++, model.score(), seconds});
    }
}
