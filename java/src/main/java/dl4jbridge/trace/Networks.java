package dl4jbridge.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The networks of the program, by number. */
final class Networks {

    /** Bytes of parameters that are kept from being freed, to tell what they were at last. */
    private static final long HELD = 64L << 20;
    /** The same, as a count of networks. */
    private static final int MOST = 256;

    private static final IdentityMap<Networks> KNOWN = new IdentityMap<>();
    private static final Map<Integer, Model> RECENT = new LinkedHashMap<>(16, 0.75f, true);
    private static final AtomicInteger COUNT = new AtomicInteger();

    final int number = COUNT.getAndIncrement();
    final Layout layout;

    private Networks(Model network) {
        layout = new Layout(network);
    }

    static boolean isNetwork(Object model) {
        return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
    }

    /** What is known of a network; it becomes known by that. */
    static Networks of(Object model) throws Exception {
        return of((Model) model, "other", null);
    }

    /** As {@code of}, with where a new one is from. */
    static synchronized Networks of(Model model, String origin, String path) throws Exception {
        Networks known = KNOWN.get(model);
        if (known == null) {
            known = new Networks(model);
            KNOWN.put(model, known);
            known.begin(model, origin, path);
        }
        RECENT.put(known.number, model);
        release();
        return known;
    }

    private void begin(Model model, String origin, String path) throws Exception {
        Backend.tell();
        String file = "network-" + number + "-initial.npy";
        Npy.write(Journal.file(file), model.params());
        long seed = model.conf().getSeed();
        new Event("network")
                .put("network", number)
                .put("type", type(model))
                .put("origin", origin)
                .put("path", path)
                .putJson("configuration", configuration(model))
                .put("seed", seed)
                .put("seed_given", !Seeds.isFromClock(seed))
                .put("parameters", layout.describe(model.params()))
                .put("file", file)
                .put("line", Program.line())
                .write();
    }

    /** Writes what the parameters are now. */
    private void end(Model model) throws Exception {
        INDArray flat = model.params();
        if (flat != null && flat.wasClosed()) {
            return;
        }
        String file = "network-" + number + "-final.npy";
        Npy.write(Journal.file(file), flat);
        new Event("final")
                .put("network", number)
                .put("parameters", layout.describe(flat))
                .put("file", file)
                .write();
    }

    /** A network's memory is about to be freed. */
    static synchronized void closing(Object model) throws Exception {
        Networks known = KNOWN.get(model);
        if (known != null && RECENT.remove(known.number) != null) {
            known.end((Model) model);
        }
    }

    /** Writes the last parameters of all that are still held. */
    static synchronized void finish() throws Exception {
        List<Integer> numbers = new ArrayList<>(RECENT.keySet());
        numbers.sort(null);
        for (int number : numbers) {
            Model model = RECENT.remove(number);
            KNOWN.get(model).end(model);
        }
    }

    /** Lets go of those that were not used for longest. */
    private static void release() throws Exception {
        long held = RECENT.values().stream().mapToLong(Networks::size).sum();
        while ((held > HELD || RECENT.size() > MOST) && RECENT.size() > 1) {
            Model eldest = RECENT.values().iterator().next();
            Networks known = KNOWN.get(eldest);
            RECENT.remove(known.number);
            known.end(eldest);
            held -= size(eldest);
        }
    }

    private static long size(Model model) {
        INDArray flat = model.params();
        return flat == null ? 0 : flat.length() * flat.dataType().width();
    }

    private static String type(Model model) {
        return model instanceof ComputationGraph ? "ComputationGraph" : "MultiLayerNetwork";
    }

    private static String configuration(Model model) {
        return model instanceof ComputationGraph
                ? ((ComputationGraph) model).getConfiguration().toJson()
                : ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson();
    }
}
