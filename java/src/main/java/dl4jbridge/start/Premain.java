package dl4jbridge.start;

import dl4jbridge.arrays.LateDeallocation;

/** What a course program's own JVM does before its main method. */
public final class Premain {
    private Premain() {}

    public static void premain(String words) {
        LateDeallocation.install();
    }
}
