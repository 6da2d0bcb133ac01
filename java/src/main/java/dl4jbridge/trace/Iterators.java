package dl4jbridge.trace;

import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The program's iterators over data, and the first batches of each. */
final class Iterators {

    /** How many batches of an iterator are told. */
    private static final int FIRST = 3;

    private static final IdentityMap<Object[]> MADE_WITH = new IdentityMap<>();
    private static final IdentityMap<Iterators> KNOWN = new IdentityMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** One iterator may take its batches from another: how deep this thread is in them. */
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private final int number = COUNT.getAndIncrement();
    private int batches;

    private Iterators(Object iterator) {
        new Event("iterator")
                .put("iterator", number)
                .put("type", iterator.getClass().getSimpleName())
                .put("arguments", MADE_WITH.get(iterator, () -> new Object[0]))
                .put("line", Program.line())
                .write();
    }

    /** A constructor has ended; the last one to do so is that of the class itself. */
    static void constructed(Object iterator, Object[] arguments) {
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < plain.length; i++) {
            Object one = arguments[i];
            boolean isPlain = one == null || one instanceof Number || one instanceof Boolean
                    || one instanceof String || one instanceof Enum;
            plain[i] = isPlain ? one : one.getClass().getSimpleName();
        }
        MADE_WITH.put(iterator, plain);
    }

    static boolean isIterator(Object object) {
        return object instanceof DataSetIterator || object instanceof MultiDataSetIterator;
    }

    /** An iterator's number; it gets one by that, in the order of the calls it is given to. */
    static int number(Object iterator) {
        return KNOWN.get(iterator, () -> new Iterators(iterator)).number;
    }

    static void enter() {
        DEPTH.get()[0]++;
    }

    static void leave(Object iterator, Object data) {
        if (--DEPTH.get()[0] > 0 || data == null) {
            return;
        }
        Iterators known = KNOWN.get(iterator, () -> new Iterators(iterator));
        Batch batch = known.batches < FIRST ? Batch.of(data) : null;
        if (batch != null) {
            new Event("batch")
                    .put("iterator", known.number)
                    .put("index", known.batches++)
                    .put("rows", batch.rows)
                    .put("features", batch.features)
                    .put("labels", batch.labels)
                    .put("binary", batch.binary)
                    .write();
        }
    }
}
