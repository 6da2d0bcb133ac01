package dl4jbridge.trace;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.rng.Random;

/** ND4J's generators with a seed from the clock: whether a number is drawn before the next seed. */
final class Generators {

    private static final List<Generators> SEEDED = new ArrayList<>();

    private final WeakReference<Random> random;
    private final Seeds.Drawn seed;
    /** Whatever draws a number changes one of these. */
    private final long root;
    private final long node;

    private Generators(Random random, Seeds.Drawn seed) {
        this.random = new WeakReference<>(random);
        this.seed = seed;
        this.root = random.rootState();
        this.node = random.nodeState();
    }

    /** A thread's generator has been made, and has a seed from the clock. */
    static void made(Random random) {
        long seed = Seeds.drawn(Seeds.nd4j("nd4j"), random.getSeed());
        random.setSeed(seed);
        seeded(random, seed);
    }

    static synchronized void seeded(Random random, long seed) {
        if (Seeds.isFromClock(seed)) {
            SEEDED.add(new Generators(random, Seeds.last()));
        }
    }

    static synchronized void left(Random random) {
        SEEDED.removeIf(one -> {
            Random known = one.random.get();
            if (known == random) {
                one.tell(random);
            }
            return known == random || known == null;
        });
    }

    static synchronized void finish() {
        for (Generators one : SEEDED) {
            Random random = one.random.get();
            if (random != null) {
                one.tell(random);
            }
        }
    }

    private void tell(Random random) {
        if (random.rootState() == root && random.nodeState() == node) {
            new Event("idle").put("kind", seed.kind).put("index", seed.index).write();
        }
    }
}
