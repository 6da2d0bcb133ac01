package dl4jbridge.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Seeds that come from the clock: each is written down, or taken from an earlier trace.
 *
 * <p>The n-th seed of a kind takes the place of the n-th one of that kind then. A seed that was
 * given out once counts as one of the clock's wherever it is used again, so both runs count alike.
 */
final class Seeds {

    private static final Pattern LINE = Pattern.compile(
            "\\{\"event\":\"seed\",.*\"kind\":\"([^\"]*)\",\"index\":\\d+,\"seed\":(-?\\d+),.*");
    /** Before the JVM's start: Python may have looked at the clock by then. */
    private static final long EARLIER_MILLIS = 60_000;

    private static final long START_MILLIS = System.currentTimeMillis() - EARLIER_MILLIS;
    private static final long START_NANOS = System.nanoTime() - EARLIER_MILLIS * 1_000_000;

    private static final Map<String, List<Long>> EARLIER = new HashMap<>();
    private static final Map<String, Integer> COUNTS = new HashMap<>();
    private static final Set<Long> FROM_CLOCK = new HashSet<>();
    private static final ThreadLocal<Drawn> LAST = new ThreadLocal<>();

    /** Which seed it is: its kind, and how many of that kind there were before. */
    static final class Drawn {
        final String kind;
        final int index;

        Drawn(String kind, int index) {
            this.kind = kind;
            this.index = index;
        }
    }

    private Seeds() {
    }

    /** Reads the seeds of an earlier trace, null for none. */
    static void install(Path earlier) throws IOException {
        if (earlier == null) {
            return;
        }
        for (String line : Files.readAllLines(earlier.resolve("events.jsonl"))) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                EARLIER.computeIfAbsent(found.group(1), kind -> new ArrayList<>())
                        .add(Long.parseLong(found.group(2)));
            }
        }
    }

    /** The seed to use where the program gave none. */
    static synchronized long drawn(String kind, long fresh) {
        int index = COUNTS.merge(kind, 1, Integer::sum) - 1;
        List<Long> earlier = EARLIER.getOrDefault(kind, List.of());
        boolean replayed = index < earlier.size();
        long seed = replayed ? earlier.get(index) : fresh;
        FROM_CLOCK.add(seed);
        LAST.set(new Drawn(kind, index));
        new Event("seed")
                .put("kind", kind)
                .put("index", index)
                .put("seed", seed)
                .put("replayed", replayed)
                .put("line", Program.line())
                .write();
        return seed;
    }

    /** The seed to use where the program gave one, which may be what the clock told it. */
    static long given(String kind, long seed) {
        return isTime(seed) || isFromClock(seed) ? drawn(kind, seed) : seed;
    }

    static synchronized boolean isFromClock(long seed) {
        return FROM_CLOCK.contains(seed);
    }

    /** The one that was drawn last in this thread. */
    static Drawn last() {
        return LAST.get();
    }

    /** Kind of a generator of Java's, by who made it. */
    static String random() {
        Class<?> maker = Program.caller(java.util.Random.class::isAssignableFrom);
        boolean isProgram = maker == null || !Program.isLibrary(maker)
                || maker.getName().startsWith("org.jpype.");
        return "random " + (isProgram ? "program" : maker.getName());
    }

    /** Kind of ND4J's generator: each thread has one. */
    static String nd4j(String what) {
        boolean isMain = Thread.currentThread().getName().equals("main");
        return what + (isMain ? " main" : " other");
    }

    private static boolean isTime(long seed) {
        return START_MILLIS <= seed && seed <= System.currentTimeMillis()
                // Where the machine has just been started, this clock begins at small numbers.
                || seed > 1L << 32 && START_NANOS <= seed && seed <= System.nanoTime();
    }
}
