package transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** MNIST's digits, all of them or only those that belong to a task. */
final class Digits {

    private static final int BATCH = 50;

    private Digits() {
    }

    static DataSetIterator training(int examples) throws IOException {
        return new MnistDataSetIterator(BATCH, examples, false, true, true, 17);
    }

    static DataSetIterator test(int examples) throws IOException {
        return new MnistDataSetIterator(BATCH, examples, false, false, false, 17);
    }

    /** The same pictures with two new labels: even and odd. */
    static List<DataSet> evenOrOdd(DataSetIterator digits) {
        List<DataSet> batches = new ArrayList<>();
        while (digits.hasNext()) {
            DataSet batch = digits.next();
            INDArray classes = batch.getLabels().argMax(1);
            int rows = batch.numExamples();
            INDArray labels = Nd4j.zeros(rows, 2);
            for (int row = 0; row < rows; row++) {
                labels.putScalar(row, classes.getInt(row) % 2, 1.0);
            }
            batches.add(new DataSet(batch.getFeatures(), labels));
        }
        digits.reset();
        return batches;
    }
}
