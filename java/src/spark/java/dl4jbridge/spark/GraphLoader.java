package dl4jbridge.spark;

import java.io.IOException;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Batches for a ComputationGraph. */
final class GraphLoader implements MultiDataSetLoader {

    private static final long serialVersionUID = 1;

    private final Rows rows;

    GraphLoader(Rows rows) {
        this.rows = rows;
    }

    @Override
    public MultiDataSet load(Source source) throws IOException {
        var batch = rows.batch(source.getPath());
        return new MultiDataSet(batch[0], batch[1]);
    }
}
