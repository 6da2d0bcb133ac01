package dl4jbridge.trace;

import java.util.function.LongSupplier;
import org.nd4j.linalg.api.rng.Random;

/** What the changed classes call: nothing thrown in here reaches the program. */
public final class Hooks {

    /** Work of the agent. */
    private interface Work {
        void run() throws Exception;
    }

    private Hooks() {
    }

    /** Something that makes networks begins. */
    public static void making(String origin, Object from) {
        safely("network", () -> Origin.enter(origin, from));
    }

    /** It has ended. */
    public static void made(Object network) {
        safely("network", () -> Origin.leave(network));
    }

    /** A call that trains begins. */
    public static void fitting(Object model, String kind, Object[] arguments) {
        safely("fit", () -> Fits.enter(model, kind, arguments));
    }

    /** It has ended. */
    public static void fitted() {
        safely("fit", Fits::leave);
    }

    /** An iteration begins: what it learns from is there. */
    public static void optimizing(Object model) {
        safely("iteration", () -> Iterations.before(model));
    }

    /** The parameters are updated. */
    public static void optimized(Object model) {
        safely("iteration", () -> Iterations.after(model));
    }

    /** A network begins to evaluate. */
    public static void evaluating(Object[] arguments) {
        safely("evaluation", () -> Evaluations.enter(arguments));
    }

    /** It has ended. */
    public static void evaluated(Object network, Object results) {
        safely("evaluation", () -> Evaluations.leave(network, results));
    }

    /** Somebody asks an evaluation for its result. */
    public static void asked(Object evaluation) {
        safely("evaluation", () -> Evaluations.asked(evaluation));
    }

    /** A network begins to be written. */
    public static void saving(Object network, Object to) {
        safely("saved", () -> Saved.enter(network, to));
    }

    /** It has ended. */
    public static void saved(boolean well) {
        safely("saved", () -> Saved.leave(well));
    }

    /** An iterator is there. */
    public static void constructed(Object iterator, Object[] arguments) {
        safely("iterator", () -> Iterators.constructed(iterator, arguments));
    }

    /** An iterator begins to make a batch. */
    public static void next() {
        safely("iterator", Iterators::enter);
    }

    /** It has given one. */
    public static void given(Object iterator, Object batch) {
        safely("iterator", () -> Iterators.leave(iterator, batch));
    }

    /** A network's memory is about to be freed. */
    public static void closing(Object network) {
        safely("final", () -> Networks.closing(network));
    }

    /** The seed for something that the program gave none. */
    public static long drawn(String kind, long fresh) {
        return seed(fresh, () -> Seeds.drawn(kind, fresh));
    }

    /** The seed for something that the program gave one. */
    public static long given(String kind, long seed) {
        return seed(seed, () -> Seeds.given(kind, seed));
    }

    /** ND4J has made a thread's generator. */
    public static void nd4jMade(Random random) {
        safely("seed", () -> Generators.made(random));
    }

    /** The seed that ND4J's generator is given; ND4J takes the clock for 0. */
    public static long nd4jGiven(long seed) {
        return seed(seed, () -> seed == 0
                ? Seeds.drawn(Seeds.nd4j("nd4j.setSeed"), System.currentTimeMillis())
                : Seeds.given(Seeds.nd4j("nd4j.setSeed"), seed));
    }

    /** ND4J's generator has its seed. */
    public static void nd4jSeeded(Random random, long seed) {
        safely("seed", () -> Generators.seeded(random, seed));
    }

    /** It is about to get another one. */
    public static void nd4jLeft(Random random) {
        safely("seed", () -> Generators.left(random));
    }

    /** The seed of a {@code java.util.Random} without one. */
    public static long randomDrawn() {
        long fresh = System.nanoTime() * 0x9E3779B97F4A7C15L;
        return seed(fresh, () -> Seeds.drawn(Seeds.random(), fresh));
    }

    /** The seed of a {@code java.util.Random} with one. */
    public static long randomGiven(long seed) {
        return seed(seed, () -> Seeds.given(Seeds.random(), seed));
    }

    /** The JVM ends. */
    static void end() {
        safely("final", Networks::finish);
        safely("seed", Generators::finish);
        safely("end", () -> new Event("end").write());
    }

    private static long seed(long otherwise, LongSupplier choose) {
        long[] seed = {otherwise};
        safely("seed", () -> seed[0] = choose.getAsLong());
        return seed[0];
    }

    private static void safely(String where, Work work) {
        if (!Own.begin()) {
            return;
        }
        try {
            work.run();
        } catch (Throwable trouble) {
            Journal.failed(where, trouble);
        } finally {
            Own.end();
        }
    }
}
