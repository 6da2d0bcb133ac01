package dl4jbridge.accel;

import static org.bytedeco.openblas.global.openblas.blas_get_num_threads;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/** As many threads as the BLAS was started with, each calling it for itself. */
final class Threads {

    static final int COUNT = Math.max(1, blas_get_num_threads());

    private static final Setter SETTER = new Setter();

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
        if (tasks == 1) {
            task.accept(0);
            return;
        }
        SETTER.call(1);
        try {
            IntStream.range(0, tasks).parallel().forEach(task);
        } finally {
            SETTER.call(COUNT);
        }
    }

    /** Sets the BLAS's threads; its own `blas_set_num_threads` looks this up at each call, 1 ms. */
    private static final class Setter extends SetNumThreads {

        private Setter() {
            Pointer function = Loader.addressof("openblas_set_num_threads");
            put(function != null ? function : Loader.addressof("MKL_Set_Num_Threads"));
        }
    }
}
