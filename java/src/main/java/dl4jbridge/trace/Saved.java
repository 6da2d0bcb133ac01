package dl4jbridge.trace;

import java.io.File;

/** Networks written to files. */
final class Saved {

    private static final ThreadLocal<Saved> HERE = ThreadLocal.withInitial(Saved::new);

    private int depth;
    private Object network;
    private String path;

    static void enter(Object network, Object to) {
        Saved here = HERE.get();
        if (here.depth++ == 0) {
            here.network = network;
            here.path = to instanceof File || to instanceof String ? to.toString() : null;
        }
    }

    static void leave(boolean well) throws Exception {
        Saved here = HERE.get();
        if (--here.depth > 0) {
            return;
        }
        Object network = here.network;
        here.network = null;
        if (well && Networks.isNetwork(network)) {
            new Event("saved")
                    .put("network", Networks.of(network).number)
                    .put("path", here.path)
                    .put("line", Program.line())
                    .write();
        }
    }
}
