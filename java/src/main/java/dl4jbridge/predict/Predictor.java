package dl4jbridge.predict;

import dl4jbridge.team.Team;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Outputs of a network for many rows: a batch at a time (dense networks: one for each thread), in
 * slices of time, so that the caller can stop between two of them; each batch's outputs are those
 * of the network's {@code output}.
 */
public final class Predictor {

    // So that who is held up leaves the rest to the others.
    private static final int BATCHES_A_THREAD = 4;

    private final Model network;
    /** One a thread; none for a network that is no chain of dense layers. */
    private final List<DenseChain> chains = new ArrayList<>();
    /** Whether they compute what was taken; else the network does, which is one thread's. */
    private boolean chained;
    private final int batchSize;
    private INDArray[] inputs;
    private INDArray outputs;
    /** Outputs of the first batch, where only they tell the outputs' shape. */
    private INDArray first;
    private long done;

    /**
     * @param network   a MultiLayerNetwork or a ComputationGraph (its first output is taken)
     * @param batchSize rows at a time
     */
    public Predictor(Model network, int batchSize) {
        this.network = network;
        this.batchSize = batchSize;
        for (int i = 0; i < Team.size(); i++) {
            DenseChain chain = DenseChain.of(network);
            if (chain == null) {
                return;
            }
            chains.add(chain);
        }
    }

    /**
     * Takes the next rows.
     *
     * @param inputs for each input of the network an array, C-ordered, rows on axis 0
     * @return shape of all their outputs
     */
    public long[] take(INDArray[] inputs) {
        this.inputs = inputs;
        done = 0;
        first = null;
        chained = !chains.isEmpty() && chains.get(0).fits(inputs[0]);
        if (chained) {
            return new long[] {rows(), chains.get(0).columns()};
        }
        first = output(0, 0);
        long[] shape = first.shape().clone();
        shape[0] = rows();
        return shape;
    }

    /** @param outputs receives the outputs: C-ordered, of the shape that {@code take} told */
    public void into(INDArray outputs) {
        this.outputs = outputs;
    }

    /**
     * Computes batches until the rows are done or the time is up.
     *
     * @param nanos at most this long, plus the batches that are under way then
     * @return true when all outputs are there
     */
    public boolean run(long nanos) {
        long start = System.nanoTime();
        // Before the team's own lock, as training takes them: else two threads wait for each other.
        synchronized (network) {
            while (done < rows() && System.nanoTime() - start < nanos) {
                writeNext();
            }
        }
        return done == rows();
    }

    private void writeNext() {
        long from = done;
        long batches = (rows() - from + batchSize - 1) / batchSize;
        int tasks = (int) Math.min(batches, chained ? BATCHES_A_THREAD * chains.size() : 1);
        if (chained) {
            Team.run(tasks, (i, thread) -> write(thread, from + (long) i * batchSize));
        } else {
            write(0, from);
        }
        done = Math.min(rows(), from + (long) tasks * batchSize);
    }

    private long rows() {
        return inputs[0].size(0);
    }

    private void write(int thread, long from) {
        INDArray batch = from == 0 && first != null ? first : output(thread, from);
        rows(outputs, from, batch.size(0)).assign(batch);
    }

    private INDArray output(int thread, long from) {
        long count = Math.min(batchSize, rows() - from);
        INDArray[] x = new INDArray[inputs.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = rows(inputs[i], from, count);
        }
        if (chained) {
            return chains.get(thread).output(x[0]);
        }
        for (int i = 0; i < x.length; i++) {
            // Some layers (ActivationLayer) write over what they are given.
            x[i] = x[i].dup();
        }
        INDArray answer = network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).output(x[0])
                : ((ComputationGraph) network).output(x)[0];
        if (answer.size(0) != count) {
            throw new IllegalArgumentException(answer.size(0) + " outputs for " + count
                    + " rows: the network answers for each step of a sequence as if it were a row;"
                    + " its own output() gives them");
        }
        return answer;
    }

    /** A view of rows; ND4J's own way to it by indices costs more than a small batch. */
    private static INDArray rows(INDArray all, long from, long count) {
        long[] shape = all.shape().clone();
        shape[0] = count;
        long offset = all.offset() + from * all.stride(0);
        return Nd4j.create(all.data(), shape, all.stride(), offset, 'c');
    }
}
