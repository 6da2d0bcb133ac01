package dl4jbridge.start;

import dl4jbridge.arrays.LateDeallocation;
import dl4jbridge.ui.LoopbackByDefault;
import java.lang.instrument.Instrumentation;

/** What a course program's own JVM does before its main method. */
public final class Premain {
    private Premain() {}

    public static void premain(String words, Instrumentation classes) {
        classes.addTransformer(new LoopbackByDefault());
        LateDeallocation.install();
    }
}
