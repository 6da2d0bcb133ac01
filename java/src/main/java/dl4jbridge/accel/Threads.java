package dl4jbridge.accel;

import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** As many threads as the BLAS was started with, each calling it for itself. */
final class Threads {

    static final int COUNT = Math.max(1, blas_get_num_threads());

    private Threads() {
    }

    /** Shares {@code count} pieces of work out among the threads. */
    static void forEach(int count, IntConsumer work) {
        run(Math.min(COUNT, count), thread -> {
            for (int i = thread; i < count; i += COUNT) {
                work.accept(i);
            }
        });
    }

    /** Runs all tasks at the same time; meanwhile the BLAS uses no threads of its own. */
    static void run(int tasks, IntConsumer task) {
        if (COUNT == 1) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        int before = blas_get_num_threads();
        blas_set_num_threads(1);
        try {
            IntStream.range(0, tasks).parallel().forEach(task);
        } finally {
            blas_set_num_threads(before);
        }
    }
}
