package dl4jbridge.step;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** As many threads as BLAS has at the time, for work that is not BLAS's. */
final class Threads {

    private Threads() {
    }

    static int count() {
        return Math.max(1, blas_get_num_threads());
    }

    /** Runs tasks 0 to {@code tasks} - 1 at the same time. */
    static void run(int tasks, IntConsumer task) {
        if (tasks == 1) {
            task.accept(0);
        } else {
            IntStream.range(0, tasks).parallel().forEach(task);
        }
    }
}
