package dl4jbridge.trace;

/** Whether a thread is in the agent's own work, which is not to be traced. */
final class Own {

    private static final ThreadLocal<boolean[]> INSIDE =
            ThreadLocal.withInitial(() -> new boolean[1]);

    private Own() {
    }

    /** Whether it begins here: false if the thread is in it already. */
    static boolean begin() {
        boolean[] inside = INSIDE.get();
        boolean begins = !inside[0];
        inside[0] = true;
        return begins;
    }

    static void end() {
        INSIDE.get()[0] = false;
    }
}
