package dl4jbridge.train;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** {@link Rounds} as batches for workers with a ComputationGraph. */
public final class MultiRoundsIterator extends RoundsBatches<MultiDataSet>
        implements MultiDataSetIterator {

    /** @param rounds of as many arrays as the graph has inputs and outputs */
    public MultiRoundsIterator(Rounds rounds) {
        super(rounds);
    }

    @Override
    MultiDataSet gathered(Shares.Batch rows) {
        return new Gathered(rows);
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor processor) {
        throw new UnsupportedOperationException("the rows are as they shall be");
    }

    /** Gathers its rows when it is asked for them. */
    private static final class Gathered extends org.nd4j.linalg.dataset.MultiDataSet {
        private final transient Shares.Batch rows;

        Gathered(Shares.Batch rows) {
            this.rows = rows;
        }

        @Override
        public INDArray[] getFeatures() {
            return rows.features();
        }

        @Override
        public INDArray[] getLabels() {
            return rows.labels();
        }
    }
}
