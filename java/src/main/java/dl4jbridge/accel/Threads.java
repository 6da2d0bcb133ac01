package dl4jbridge.accel;

import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * As many threads as the BLAS was started with, each calling it for itself.
 *
 * <p>The BLAS's own threads must rest meanwhile: they spin for a while after each product, and took
 * two thirds of the processor's time from ours.
 */
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

    /** Runs all tasks at the same time. */
    static void run(int tasks, IntConsumer task) {
        if (tasks == 1) {
            task.accept(0);
        } else {
            IntStream.range(0, tasks).parallel().forEach(task);
        }
    }

    /** From now on the BLAS uses the calling thread only. */
    static void takeFromBlas() {
        if (COUNT > 1) {
            blas_set_num_threads(1);
        }
    }

    static void giveBackToBlas() {
        if (COUNT > 1) {
            blas_set_num_threads(COUNT);
        }
    }
}
