package dl4jbridge.trace;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Started by {@code -javaagent} before the program: has what the program does with Deeplearning4j
 * written down.
 *
 * <p>The folder to write to is the property {@code dl4jbridge.trace}, Byte Buddy's jar
 * {@code dl4jbridge.trace.library}, the folder of a trace to take seeds from
 * {@code dl4jbridge.trace.replay}.
 */
public final class Agent {

    private Agent() {
    }

    /** Called by the JVM. Nothing that goes wrong here may keep the program from running. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            Journal.open(Path.of(System.getProperty("dl4jbridge.trace")));
            String replay = System.getProperty("dl4jbridge.trace.replay");
            Seeds.install(replay == null ? null : Path.of(replay));
            File library = new File(System.getProperty("dl4jbridge.trace.library"));
            instrumentation.appendToSystemClassLoaderSearch(new JarFile(library));
            Places.instrument(instrumentation);
            Runtime.getRuntime().addShutdownHook(new Thread(Hooks::end, "dl4jbridge-trace-end"));
        } catch (Throwable trouble) {
            Journal.failed("start", trouble);
        }
    }
}
