package dl4jbridge.trace;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Random;
import net.bytebuddy.asm.Advice;

/** What Byte Buddy writes into the classes: calls of {@link Hooks}. */
final class Advices {

    private Advices() {
    }

    /** A text that is known when the class is changed. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Label {
    }

    static final class Init {
        @Advice.OnMethodEnter
        static void enter() {
            Hooks.making("init", null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object network, @Advice.Thrown Throwable thrown) {
            Hooks.made(thrown == null ? network : null);
        }
    }

    static final class Making {
        @Advice.OnMethodEnter
        static void enter(@Label String origin, @Advice.AllArguments Object[] arguments) {
            Hooks.making(origin, arguments.length == 0 ? null : arguments[0]);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            Hooks.made(null);
        }
    }

    static final class Fit {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object network, @Label String kind,
                          @Advice.AllArguments Object[] arguments) {
            Hooks.fitting(network, kind, arguments);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            Hooks.fitted();
        }
    }

    static final class EarlyStopping {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("model") Object network,
                          @Advice.AllArguments Object[] arguments) {
            Hooks.fitting(network, "EarlyStoppingTrainer", arguments);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            Hooks.fitted();
        }
    }

    static final class Optimize {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("model") Object model) {
            Hooks.optimizing(model);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("model") Object model) {
            Hooks.optimized(model);
        }
    }

    static final class Evaluate {
        @Advice.OnMethodEnter
        static void enter(@Advice.AllArguments Object[] arguments) {
            Hooks.evaluating(arguments);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object network, @Advice.Return Object results) {
            Hooks.evaluated(network, results);
        }
    }

    static final class Ask {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object evaluation) {
            Hooks.asked(evaluation);
        }
    }

    static final class Save {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object network, @Advice.Argument(0) Object to) {
            Hooks.saving(network, to);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Thrown Throwable thrown) {
            Hooks.saved(thrown == null);
        }
    }

    static final class Write {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object network, @Advice.Argument(1) Object to) {
            Hooks.saving(network, to);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Thrown Throwable thrown) {
            Hooks.saved(thrown == null);
        }
    }

    static final class Close {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object network) {
            Hooks.closing(network);
        }
    }

    static final class Construct {
        @Advice.OnMethodExit
        static void exit(@Advice.This Object iterator, @Advice.AllArguments Object[] arguments) {
            Hooks.constructed(iterator, arguments);
        }
    }

    static final class Next {
        @Advice.OnMethodEnter
        static void enter() {
            Hooks.next();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object iterator, @Advice.Return Object batch) {
            Hooks.given(iterator, batch);
        }
    }

    static final class BuilderWithoutSeed {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue(value = "seed", readOnly = false) long seed) {
            seed = Hooks.drawn("builder", seed);
        }
    }

    static final class BuilderSeed {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) long seed) {
            seed = Hooks.given("builder.seed", seed);
        }
    }

    static final class Nd4jWithoutSeed {
        @Advice.OnMethodExit
        static void exit(@Advice.This org.nd4j.linalg.api.rng.Random random) {
            Hooks.nd4jMade(random);
        }
    }

    static final class Nd4jSeed {
        @Advice.OnMethodEnter
        static void enter(@Advice.This org.nd4j.linalg.api.rng.Random random,
                          @Advice.Argument(value = 0, readOnly = false) long seed) {
            Hooks.nd4jLeft(random);
            seed = Hooks.nd4jGiven(seed);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.This org.nd4j.linalg.api.rng.Random random,
                         @Advice.Argument(0) long seed) {
            Hooks.nd4jSeeded(random, seed);
        }
    }

    /** Java's own class sees no class of ours but by name. */
    static final class RandomWithoutSeed {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Random random) throws Exception {
            if (random.getClass() == Random.class) {
                random.setSeed((Long) ClassLoader.getSystemClassLoader()
                        .loadClass("dl4jbridge.trace.Hooks")
                        .getMethod("randomDrawn").invoke(null));
            }
        }
    }

    static final class RandomWithSeed {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Random random, @Advice.Argument(0) long seed)
                throws Exception {
            if (random.getClass() == Random.class) {
                long chosen = (Long) ClassLoader.getSystemClassLoader()
                        .loadClass("dl4jbridge.trace.Hooks")
                        .getMethod("randomGiven", long.class).invoke(null, seed);
                if (chosen != seed) {
                    random.setSeed(chosen);
                }
            }
        }
    }
}
