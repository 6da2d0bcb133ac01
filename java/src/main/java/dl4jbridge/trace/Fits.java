package dl4jbridge.trace;

import java.util.concurrent.atomic.AtomicInteger;

/** Calls that train; one within another belongs to it. */
final class Fits {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ThreadLocal<Fits> HERE = ThreadLocal.withInitial(Fits::new);

    private int depth;
    private Integer call;

    /** Number of the call that this thread is in, null for none. */
    static Integer current() {
        return HERE.get().call;
    }

    static void enter(Object model, String kind, Object[] arguments) throws Exception {
        Fits here = HERE.get();
        if (here.depth++ > 0) {
            return;
        }
        int network = Networks.of(model).number;
        here.call = COUNT.getAndIncrement();
        Integer iterator = null;
        Object epochs = null;
        for (int i = 0; i < arguments.length; i++) {
            if (Iterators.isIterator(arguments[i])) {
                iterator = Iterators.number(arguments[i]);
                epochs = i + 1 < arguments.length ? arguments[i + 1] : null;
            }
        }
        new Event("fit")
                .put("call", here.call)
                .put("network", network)
                .put("kind", kind)
                .put("iterator", iterator)
                .put("epochs", epochs instanceof Integer ? epochs : null)
                .put("line", Program.line())
                .write();
    }

    static void leave() {
        Fits here = HERE.get();
        if (--here.depth == 0) {
            here.call = null;
        }
    }
}
