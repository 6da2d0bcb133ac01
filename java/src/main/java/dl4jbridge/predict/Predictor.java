package dl4jbridge.predict;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Outputs of a network for many rows: a batch at a time, in slices of time, so that the caller
 * can stop between two batches; each batch's outputs are those of the network's {@code output}.
 */
public final class Predictor {

    private final Model network;
    private final DenseChain chain;
    private final int batchSize;
    private INDArray[] inputs;
    private INDArray outputs;
    private INDArray batch;
    private long done;

    /**
     * @param network   a MultiLayerNetwork or a ComputationGraph (its first output is taken)
     * @param batchSize rows at a time
     */
    public Predictor(Model network, int batchSize) {
        this.network = network;
        this.chain = DenseChain.of(network);
        this.batchSize = batchSize;
    }

    /**
     * Takes the next rows and computes the first batch of them.
     *
     * @param inputs for each input of the network an array, C-ordered, rows on axis 0
     * @return shape of all their outputs
     */
    public long[] take(INDArray[] inputs) {
        this.inputs = inputs;
        done = 0;
        batch = nextBatch();
        long[] shape = batch.shape().clone();
        shape[0] = inputs[0].size(0);
        return shape;
    }

    /** @param outputs receives the outputs: C-ordered, of the shape that {@code take} told */
    public void into(INDArray outputs) {
        this.outputs = outputs;
    }

    /**
     * Computes batches until the rows are done or the time is up.
     *
     * @param nanos at most this long, plus the batch that is under way then
     * @return true when all outputs are there
     */
    public boolean run(long nanos) {
        long start = System.nanoTime();
        while (true) {
            rows(outputs, done, batch.size(0)).assign(batch);
            done += batch.size(0);
            if (done == inputs[0].size(0)) {
                return true;
            }
            batch = nextBatch();
            if (System.nanoTime() - start >= nanos) {
                return false;
            }
        }
    }

    private INDArray nextBatch() {
        long count = Math.min(batchSize, inputs[0].size(0) - done);
        INDArray[] x = new INDArray[inputs.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = rows(inputs[i], done, count);
        }
        if (chain != null && chain.fits(x[0])) {
            return chain.output(x[0]);
        }
        for (int i = 0; i < x.length; i++) {
            // Some layers (ActivationLayer) write over what they are given.
            x[i] = x[i].dup();
        }
        return network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).output(x[0])
                : ((ComputationGraph) network).output(x)[0];
    }

    /** A view of rows; ND4J's own way to it by indices costs more than a small batch. */
    private static INDArray rows(INDArray all, long from, long count) {
        long[] shape = all.shape().clone();
        shape[0] = count;
        long offset = all.offset() + from * all.stride(0);
        return Nd4j.create(all.data(), shape, all.stride(), offset, 'c');
    }
}
