package dl4jbridge.step;

import dl4jbridge.blas.SameBits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Which of our own loops round as the native library does, found out by comparing bits.
 *
 * <p>Native libraries differ: one adds products unrounded (FMA), another does not. What is not
 * proven is not used.
 */
final class Verified {

    // Odd, so that vector loops have a remainder.
    private static final int COUNT = 1037;

    // Adam's correction is rounded anew in every one.
    private static final int[] ITERATIONS = {0, 1, 2, 3, 10, 41, 100, 347, 1000, 4321};

    private static final Map<Class<?>, IUpdater> SAMPLES = Map.of(
            Sgd.class, new Sgd(0.013),
            Nesterovs.class, new Nesterovs(0.013, 0.87),
            Adam.class, new Adam(0.0013),
            AMSGrad.class, new AMSGrad(0.0013),
            AdaMax.class, new AdaMax(0.0013),
            Nadam.class, new Nadam(0.0013),
            RmsProp.class, new RmsProp(0.013),
            AdaGrad.class, new AdaGrad(0.013),
            AdaDelta.class, new AdaDelta(0.93, 1e-6));

    private static final Map<Class<?>, Optional<Boolean>> FUSED = new ConcurrentHashMap<>();
    private static final Map<List<Integer>, Boolean> SHAPES = new ConcurrentHashMap<>();

    private Verified() {
    }

    /** The rule that gives the bits of DL4J's own updater; null if there is none. */
    static UpdateRule rule(IUpdater updater) {
        Optional<Boolean> fused = FUSED.computeIfAbsent(updater.getClass(), Verified::fusedRule);
        return fused.map(how -> UpdateRule.of(updater, how)).orElse(null);
    }

    /** How ND4J's axpy rounds: fused or not; empty if neither. */
    static Optional<Boolean> fusedAxpy() {
        return FUSED.computeIfAbsent(Axpy.class, type -> choose(Verified::isAxpy));
    }

    /** Whether ND4J divides by a number, instead of multiplying by its inverse. */
    static boolean divides() {
        return FUSED.computeIfAbsent(Number.class, type -> {
            float[] numbers = random(1);
            INDArray theirs = Nd4j.createFromArray(numbers.clone()).divi(97);
            Loops.divide(numbers, 97, COUNT);
            return Optional.of(same(numbers, theirs));
        }).orElse(false);
    }

    /** Whether ND4J sums columns row by row. */
    static boolean sumsRowByRow(int rows, int columns) {
        return SHAPES.computeIfAbsent(
                List.of(rows, columns), shape -> isSumRowByRow(rows, columns));
    }

    private static boolean isSumRowByRow(int rows, int columns) {
        float[] numbers = SameBits.numbers(rows * columns, 2);
        INDArray theirs = Nd4j.createUninitialized(new long[] {1, columns}, 'c');
        INDArray matrix = Nd4j.createFromArray(numbers).reshape('c', rows, columns);
        matrix.sum(theirs, 0);
        float[] ours = new float[columns];
        for (int row = 0; row < rows; row++) {
            Loops.add(ours, Arrays.copyOfRange(numbers, row * columns, (row + 1) * columns),
                    columns);
        }
        return same(ours, theirs);
    }

    /** Whether ND4J sums that many numbers one after the other. */
    static boolean sumsInOrder(int count) {
        float[] numbers = SameBits.numbers(count, 8);
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        float theirs = Nd4j.createFromArray(numbers).sumNumber().floatValue();
        return Loops.sumOfProducts(numbers, ones, count) == theirs;
    }

    private static Optional<Boolean> fusedRule(Class<?> type) {
        IUpdater sample = SAMPLES.get(type);
        return sample == null
                ? Optional.empty()
                : choose(fused -> isRule(UpdateRule.of(sample, fused), sample));
    }

    private static boolean isRule(UpdateRule rule, IUpdater sample) {
        INDArray theirState = rule.states() == 0
                ? null
                : Nd4j.createUninitialized(new long[] {1, (long) rule.states() * COUNT}, 'c');
        GradientUpdater<?> theirs = sample.instantiate(theirState, true);
        float[][] state = new float[rule.states()][];
        for (int i = 0; i < state.length; i++) {
            state[i] = part(theirState, i);
        }
        for (int iteration : ITERATIONS) {
            float[] gradient = random(5 + iteration);
            INDArray theirGradient = Nd4j.createFromArray(gradient.clone());
            theirs.applyUpdater(theirGradient, iteration, 0);
            rule.begin(iteration, 0);
            rule.apply(gradient, state, COUNT);
            if (!same(gradient, theirGradient)) {
                return false;
            }
        }
        for (int i = 0; i < state.length; i++) {
            if (!Arrays.equals(state[i], part(theirState, i))) {
                return false;
            }
        }
        return true;
    }

    private static float[] part(INDArray state, int index) {
        return Arrays.copyOfRange(state.dup().data().asFloat(), index * COUNT, (index + 1) * COUNT);
    }

    private static boolean isAxpy(boolean fused) {
        float[] x = random(6);
        float[] y = random(7);
        INDArray theirs = Nd4j.createFromArray(y.clone());
        Nd4j.exec(new Axpy(Nd4j.createFromArray(x), theirs, theirs, 0.7));
        Loops.axpy((float) 0.7, x, y, COUNT, fused);
        return same(y, theirs);
    }

    private static Optional<Boolean> choose(Function<Boolean, Boolean> fits) {
        if (fits.apply(true)) {
            return Optional.of(true);
        }
        return fits.apply(false) ? Optional.of(false) : Optional.empty();
    }

    private static boolean same(float[] ours, INDArray theirs) {
        return Arrays.equals(ours, theirs.dup().data().asFloat());
    }

    private static float[] random(long seed) {
        return SameBits.numbers(COUNT, seed);
    }
}
