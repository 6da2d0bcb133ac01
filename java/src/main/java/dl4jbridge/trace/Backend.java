package dl4jbridge.trace;

import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.factory.Nd4j;

/** What computes; known once the program uses ND4J. */
final class Backend {

    private static boolean told;

    private Backend() {
    }

    /** Writes it down, the first time. */
    static synchronized void tell() {
        if (told) {
            return;
        }
        told = true;
        new Event("backend")
                .put("nd4j", jar(Nd4j.class))
                .put("deeplearning4j", jar(Model.class))
                .put("backend", Nd4j.getBackend().getClass().getSimpleName())
                .put("type", Nd4j.dataType().toString())
                .put("omp_threads", System.getenv("OMP_NUM_THREADS"))
                .put("blas_threads", System.getenv("OPENBLAS_NUM_THREADS"))
                .put("threads", System.getProperty("dl4jbridge.threads"))
                .write();
    }

    /** Name of the jar that a class is from, which holds its version. */
    private static String jar(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName().toString();
    }
}
