package dl4jbridge.step;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Which of our own loops round as the native library does, found out by comparing bits.
 *
 * <p>Native libraries differ: one adds products unrounded (FMA), another does not; one BLAS gives
 * the same bits for a transposed product, another does not. What is not proven is not used.
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
            RmsProp.class, new RmsProp(0.013),
            AdaGrad.class, new AdaGrad(0.013));

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
        float[] numbers = random(rows * columns, 2);
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
        float[] numbers = random(count, 8);
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        float theirs = Nd4j.createFromArray(numbers).sumNumber().floatValue();
        return Loops.sumOfProducts(numbers, ones, count) == theirs;
    }

    /** Whether BLAS gives the bits of {@link Products#forward} in the other order, too. */
    static boolean swaps(int rows, int in, int out) {
        return SHAPES.computeIfAbsent(
                List.of(rows, in, out), shape -> isSwapped(rows, in, out));
    }

    private static boolean isSwapped(int rows, int in, int out) {
        Floats input = new Floats(Nd4j.createFromArray(random(rows * in, 3)));
        Floats weights = new Floats(Nd4j.createFromArray(random(in * out, 4)));
        INDArray straight = Nd4j.createUninitialized(new long[] {rows, out}, 'f');
        INDArray swapped = Nd4j.createUninitialized(new long[] {rows, out}, 'c');
        Products.forward(input.pointer, weights.pointer, new Floats(straight).pointer,
                rows, in, out);
        Products.forwardSwapped(input.pointer, weights.pointer, new Floats(swapped).pointer,
                rows, in, out, out);
        return Arrays.equals(straight.dup('c').data().asFloat(), swapped.data().asFloat());
    }

    /**
     * Whether BLAS gives the same bits for some units at a time as for all of a layer.
     *
     * @param swapped whether the forward product is made in the other order
     * @param units   how many at a time
     */
    static boolean splits(int rows, int in, int out, boolean swapped, int units) {
        return SHAPES.computeIfAbsent(List.of(rows, in, out, swapped ? 1 : 0, units),
                shape -> isSplit(rows, in, out, swapped, units));
    }

    private static boolean isSplit(int rows, int in, int out, boolean swapped, int units) {
        Floats input = new Floats(Nd4j.createFromArray(random(rows * in, 3)));
        Floats weights = new Floats(Nd4j.createFromArray(random(in * out, 4)));
        Floats delta = new Floats(Nd4j.createFromArray(random(rows * out, 9)));
        return sameInParts(rows, out, units, (result, first, count) -> {
            FloatPointer some = weights.at((long) first * in);
            if (swapped) {
                Products.forwardSwapped(
                        input.pointer, some, result.at(first), rows, in, count, out);
            } else {
                Products.forward(input.pointer, some, result.at((long) first * rows), rows, in,
                        count);
            }
        }) && sameInParts(in, out, units, (result, first, count) ->
                Products.weightGradient(input.pointer, delta.at(first),
                        result.at((long) first * in), rows, in, count, out));
    }

    /**
     * Whether BLAS gives the same gradient for some inputs at a time as for all of a layer.
     *
     * @param inputs how many at a time
     */
    static boolean splitsInput(int rows, int in, int out, int inputs) {
        return SHAPES.computeIfAbsent(List.of(rows, in, out, inputs), shape -> {
            Floats weights = new Floats(Nd4j.createFromArray(random(in * out, 4)));
            Floats delta = new Floats(Nd4j.createFromArray(random(rows * out, 9)));
            return sameInParts(rows, in, inputs, (result, first, count) ->
                    Products.inputGradient(weights.at(first), delta.pointer, result.at(first),
                            rows, count, in, out));
        });
    }

    /** Whether a product made in parts is the product made at once. */
    private static boolean sameInParts(int rows, int columns, int part, Product product) {
        Floats whole = Floats.matrix(rows, columns);
        Floats parts = Floats.matrix(rows, columns);
        product.make(whole, 0, columns);
        for (int first = 0; first < columns; ) {
            // The last part takes the rest.
            int count = columns - first < 2 * part ? columns - first : part;
            product.make(parts, first, count);
            first += count;
        }
        return whole.equalBits(parts);
    }

    /** Makes some of a product's units. */
    private interface Product {
        void make(Floats result, int first, int count);
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
        return random(COUNT, seed);
    }

    // Not ND4J's generator: the network's dropout and initialization draw from that one.
    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
