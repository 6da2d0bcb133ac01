package dl4jbridge.trace;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.solvers.BaseOptimizer;

/** Updates of a network's parameters. */
final class Iterations {

    private static final ThreadLocal<Batch> BATCH = new ThreadLocal<>();

    private Iterations() {
    }

    /** The batch is hashed before: an iterator may use its memory again. */
    static void before(Object model) throws IllegalAccessException {
        BATCH.set(Batch.at(model));
    }

    static void after(Object model) throws Exception {
        Batch batch = BATCH.get();
        if (batch == null) {
            return;
        }
        BATCH.remove();
        Model network = (Model) model;
        Networks known = Networks.of(model);
        new Event("iteration")
                .put("network", known.number)
                .put("call", Fits.current())
                // It is counted up after the listeners have seen it.
                .put("iteration", BaseOptimizer.getIterationCount(network) - 1)
                .put("epoch", BaseOptimizer.getEpochCount(network))
                .put("score", network.score())
                .put("rows", batch.rows)
                .put("features", batch.features)
                .put("labels", batch.labels)
                .put("binary", batch.binary)
                .put("parameters", known.layout.hashes(network.params()))
                .write();
    }
}
