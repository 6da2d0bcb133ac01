package dl4jbridge.trace;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/** How a thread makes networks: they are complete when the outermost call has ended. */
final class Origin {

    private static final ThreadLocal<Origin> HERE = ThreadLocal.withInitial(Origin::new);

    private final List<Object> made = new ArrayList<>();
    private int depth;
    private String name;
    private String path;

    static void enter(String name, Object from) {
        Origin here = HERE.get();
        if (here.depth++ == 0) {
            here.name = name;
            here.path = from instanceof File || from instanceof String ? from.toString() : null;
        }
    }

    static void leave(Object network) throws Exception {
        Origin here = HERE.get();
        if (network != null) {
            here.made.add(network);
        }
        if (--here.depth > 0) {
            return;
        }
        List<Object> complete = new ArrayList<>(here.made);
        here.made.clear();
        for (Object one : complete) {
            Networks.of((Model) one, here.name, here.path);
        }
    }
}
