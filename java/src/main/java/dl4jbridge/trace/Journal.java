package dl4jbridge.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The trace's folder with its {@code events.jsonl}, a line at a time. */
final class Journal {

    private static final long START = System.nanoTime();
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private static Path folder;
    private static OutputStream events;

    private Journal() {
    }

    /** Makes the folder, begins the file anew. */
    static void open(Path where) throws IOException {
        folder = Files.createDirectories(where).toAbsolutePath();
        // Not a channel, as NIO's streams are: an interrupted thread closes it.
        events = new FileOutputStream(folder.resolve("events.jsonl").toFile());
        new Event("start")
                .put("java", System.getProperty("java.version"))
                .put("vendor", System.getProperty("java.vendor"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("time", Instant.now().toString())
                .write();
    }

    /** A file of the trace. */
    static Path file(String name) {
        return folder.resolve(name);
    }

    static double seconds() {
        return (System.nanoTime() - START) / 1e9;
    }

    /** Appends a line at once: what was is there even if the JVM dies. */
    static synchronized void write(String line) {
        try {
            if (events != null) {
                events.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException trouble) {
            events = null;
            say("events.jsonl", trouble);
        }
    }

    /** Notes what the agent could not do; the same part is said and noted once. */
    static void failed(String where, Throwable trouble) {
        if (FAILED.add(where)) {
            say(where, trouble);
            new Event("trouble").put("where", where).put("what", trouble.toString()).write();
        }
    }

    private static void say(String where, Throwable trouble) {
        System.err.println("The trace is not complete from here on (" + where + "): " + trouble
                + ". The program itself goes on as it would without.");
    }
}
