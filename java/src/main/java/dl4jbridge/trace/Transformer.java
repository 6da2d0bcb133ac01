package dl4jbridge.trace;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Changes classes while they are loaded.
 *
 * <p>Most classes are told apart by their names alone: Byte Buddy's own agent reads each class,
 * which makes a program start some seconds later.
 */
final class Transformer implements ClassFileTransformer {

    /** Which classes get which code. */
    private static final class Rule {
        private final BiPredicate<String, Boolean> classes;
        private final ElementMatcher<? super TypeDescription> types;
        private final List<AsmVisitorWrapper> advices;

        Rule(BiPredicate<String, Boolean> classes,
             ElementMatcher<? super TypeDescription> types, AsmVisitorWrapper... advices) {
            this.classes = classes;
            this.types = types;
            this.advices = List.of(advices);
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    void on(String names, AsmVisitorWrapper... advices) {
        Pattern pattern = Pattern.compile(names);
        rules.add(new Rule((name, library) -> pattern.matcher(name).matches(), null, advices));
    }

    /** Those of the program, which are in no jar, and those of libraries with such names. */
    void onSubtypes(List<String> types, String names, AsmVisitorWrapper... advices) {
        Pattern pattern = Pattern.compile(names);
        ElementMatcher<TypeDescription> subtypes = ElementMatchers.hasSuperType(
                ElementMatchers.namedOneOf(types.toArray(new String[0])));
        rules.add(new Rule((name, library) -> !library || pattern.matcher(name).matches(),
                subtypes, advices));
    }

    @Override
    public byte[] transform(ClassLoader loader, String path, Class<?> loaded,
                            ProtectionDomain domain, byte[] bytes) {
        if (loader == null || path == null && !Program.isJPypes(loader)) {
            return null;
        }
        // JPype's loader keeps the name to itself.
        String known = path == null ? new ClassReader(bytes).getClassName() : path;
        String name = known.replace('/', '.');
        boolean library = Program.isLibrary(loader, domain);
        // Byte Buddy makes random numbers of its own.
        boolean begins = Own.begin();
        try {
            byte[] changed = null;
            for (Rule rule : rules) {
                if (rule.classes.test(name, library)) {
                    byte[] now = changed == null ? bytes : changed;
                    ClassFileLocator locator = new ClassFileLocator.Compound(
                            ClassFileLocator.Simple.of(name, now),
                            ClassFileLocator.ForClassLoader.of(loader));
                    byte[] next = changed(name, locator, rule.types, rule.advices);
                    changed = next == null ? changed : next;
                }
            }
            return changed;
        } catch (Throwable trouble) {
            Journal.failed(name, trouble);
            return null;
        } finally {
            if (begins) {
                Own.end();
            }
        }
    }

    /** A class with advices; null if it is not of the types, null for all. */
    static byte[] changed(String name, ClassFileLocator locator,
                          ElementMatcher<? super TypeDescription> types,
                          List<AsmVisitorWrapper> advices) {
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        if (type.isInterface() || types != null && !types.matches(type)) {
            return null;
        }
        DynamicType.Builder<?> builder = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(Implementation.Context.Disabled.Factory.INSTANCE)
                .redefine(type, locator);
        for (AsmVisitorWrapper advice : advices) {
            builder = builder.visit(advice);
        }
        return builder.make().getBytes();
    }
}
