package dl4jbridge.train;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** {@link Rounds} as batches for workers with a MultiLayerNetwork. */
public final class RoundsIterator extends RoundsBatches<DataSet>
        implements DataSetIterator {

    /** @param rounds of one array of features and one of labels */
    public RoundsIterator(Rounds rounds) {
        super(rounds);
    }

    @Override
    DataSet gathered(Shares.Batch rows) {
        return new Gathered(rows);
    }

    @Override
    public int batch() {
        return -1;
    }

    @Override
    public int inputColumns() {
        return -1;
    }

    @Override
    public int totalOutcomes() {
        return -1;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor processor) {
        throw new UnsupportedOperationException("the rows are as they shall be");
    }

    /** Gathers its rows when it is asked for them. */
    private static final class Gathered extends DataSet {
        private final transient Shares.Batch rows;

        Gathered(Shares.Batch rows) {
            this.rows = rows;
        }

        @Override
        public INDArray getFeatures() {
            return rows.features()[0];
        }

        @Override
        public INDArray getLabels() {
            return rows.labels()[0];
        }
    }
}
