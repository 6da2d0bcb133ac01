package dl4jbridge.blas;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which other ways to make a product of {@link Products} give the same bits, found out by making
 * it both ways: kernels of BLAS differ in that, and so do shapes.
 *
 * <p>The order in which a product is added up does not depend on the numbers, so two ways that
 * agree on random numbers agree on all.
 */
public final class SameBits {

    private static final Map<List<Object>, Boolean> KNOWN = new ConcurrentHashMap<>();

    private SameBits() {
    }

    /** Whether {@link Products#forwardSwapped} is as good as {@link Products#forward}. */
    public static boolean swapped(int rows, int in, int out) {
        return known(List.of("swapped", rows, in, out), () -> {
            Floats input = random(rows * in, 1);
            Floats weights = random(in * out, 2);
            INDArray straight = Nd4j.createUninitialized(new long[] {rows, out}, 'f');
            Products.forward(
                    input.pointer, weights.pointer, new Floats(straight).pointer, rows, in, out);
            Floats swapped = Floats.matrix(rows, out);
            Products.forwardSwapped(
                    input.pointer, weights.pointer, swapped.pointer, rows, in, out, out);
            return new Floats(straight.dup('c')).equalBits(swapped);
        });
    }

    /** Whether the input may have Fortran order, for ND4J's own product into that order. */
    public static boolean fromFortranOrder(int rows, int in, int out) {
        return known(List.of("fortran", rows, in, out), () -> {
            INDArray input = random(rows * in, 1).array.reshape('c', rows, in);
            INDArray weights = random(in * out, 2).array.reshape('f', in, out);
            INDArray one = Nd4j.createUninitialized(new long[] {rows, out}, 'f');
            INDArray other = Nd4j.createUninitialized(new long[] {rows, out}, 'f');
            input.mmuli(weights, one);
            input.dup('f').mmuli(weights, other);
            return new Floats(one).equalBits(new Floats(other));
        });
    }

    /**
     * Whether a layer's activations and weight gradients can be made for some units at a time.
     *
     * @param swapped whether the activations are made by {@link Products#forwardSwapped}
     * @param units   how many at a time, in {@link #bounds}
     */
    public static boolean inParts(int rows, int in, int out, boolean swapped, int units) {
        return known(List.of("parts", rows, in, out, swapped, units), () -> {
            Floats input = random(rows * in, 1);
            Floats weights = random(in * out, 2);
            Floats delta = random(rows * out, 3);
            return inParts(rows, out, units, (result, first, count) -> {
                FloatPointer some = weights.at((long) first * in);
                if (swapped) {
                    Products.forwardSwapped(
                            input.pointer, some, result.at(first), rows, in, count, out);
                } else {
                    Products.forward(
                            input.pointer, some, result.at((long) first * rows), rows, in, count);
                }
            }) && inParts(in, out, units, (result, first, count) ->
                    Products.weightGradient(input.pointer, delta.at(first),
                            result.at((long) first * in), rows, in, count, out));
        });
    }

    /**
     * Whether {@link Products#inputGradient} can be made for some inputs at a time.
     *
     * @param inputs how many at a time, in {@link #bounds}
     */
    public static boolean inputGradientInParts(int rows, int in, int out, int inputs) {
        return known(List.of("gradient", rows, in, out, inputs), () -> {
            Floats weights = random(in * out, 2);
            Floats delta = random(rows * out, 3);
            return inParts(rows, in, inputs, (result, first, count) ->
                    Products.inputGradient(weights.at(first), delta.pointer, result.at(first),
                            rows, count, in, out));
        });
    }

    /** Where parts of so many columns begin, and the end; the last is up to half as long again. */
    public static int[] bounds(int columns, int part) {
        int count = Math.max(1, Math.round((float) columns / part));
        int[] bounds = new int[count + 1];
        for (int i = 0; i < count; i++) {
            bounds[i] = i * part;
        }
        bounds[count] = columns;
        return bounds;
    }

    private static boolean inParts(int rows, int columns, int part, Product product) {
        Floats whole = Floats.matrix(rows, columns);
        Floats parts = Floats.matrix(rows, columns);
        product.make(whole, 0, columns);
        int[] bounds = bounds(columns, part);
        for (int i = 0; i + 1 < bounds.length; i++) {
            product.make(parts, bounds[i], bounds[i + 1] - bounds[i]);
        }
        return whole.equalBits(parts);
    }

    private static boolean known(List<Object> question, Supplier<Boolean> answer) {
        return KNOWN.computeIfAbsent(question, asked -> answer.get());
    }

    /**
     * Numbers to try something with, from -0.5 to 0.5; not by ND4J's generator, since a network's
     * dropout and initialization draw from that one.
     */
    public static float[] numbers(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    private static Floats random(int count, long seed) {
        return new Floats(Nd4j.createFromArray(numbers(count, seed)));
    }

    /** Makes some of a product's columns. */
    private interface Product {
        void make(Floats result, int first, int count);
    }
}
