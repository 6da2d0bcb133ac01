package dl4jbridge.trace;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Predicate;

/**
 * Where in the program something was asked for.
 *
 * <p>Libraries come in jars, a program in a folder or from its source.
 */
final class Program {

    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private static final ClassValue<Boolean> IS_LIBRARY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isLibrary(type.getClassLoader(), type.getProtectionDomain());
        }
    };

    private Program() {
    }

    static boolean isLibrary(ClassLoader loader, ProtectionDomain domain) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || isJPypes(loader)) {
            return true;
        }
        CodeSource source = domain == null ? null : domain.getCodeSource();
        return source != null && source.getLocation() != null
                && source.getLocation().getPath().endsWith(".jar");
    }

    /** Whether it loads the jars that Python has added later; its classes know no source. */
    static boolean isJPypes(ClassLoader loader) {
        return loader.getClass().getName().startsWith("org.jpype.");
    }

    /** Line of the innermost frame of the program, null where there is none. */
    static Integer line() {
        return WALKER.walk(frames -> frames
                .filter(frame -> !IS_LIBRARY.get(frame.getDeclaringClass()))
                .map(StackWalker.StackFrame::getLineNumber)
                .filter(line -> line > 0)
                .findFirst()
                .orElse(null));
    }

    /** Class of the innermost frame that is none of the agent's or the given ones. */
    static Class<?> caller(Predicate<Class<?>> passedOver) {
        return WALKER.walk(frames -> frames
                .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> !type.getName().startsWith("dl4jbridge.trace."))
                .filter(passedOver.negate())
                .findFirst()
                .orElse(null));
    }

    static boolean isLibrary(Class<?> type) {
        return IS_LIBRARY.get(type);
    }
}
