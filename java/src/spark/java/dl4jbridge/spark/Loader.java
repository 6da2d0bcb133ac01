package dl4jbridge.spark;

import java.io.IOException;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.DataSet;

/** Batches for a MultiLayerNetwork. */
final class Loader implements DataSetLoader {

    private static final long serialVersionUID = 1;

    private final Rows rows;

    Loader(Rows rows) {
        this.rows = rows;
    }

    @Override
    public DataSet load(Source source) throws IOException {
        return rows.dataSet(source.getPath());
    }
}
