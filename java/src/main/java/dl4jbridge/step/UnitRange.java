package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.blas.Products;
import dl4jbridge.blas.SameBits;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** What one thread does of a dense layer: some of its units, side by side. */
final class UnitRange {

    // BLAS works on tiles of so many columns; kernels differ.
    private static final int[] TILES = {16, 48};
    // Below, waking a thread takes longer than what it could do.
    private static final long LEAST_PRODUCTS = 3_000_000;
    // So that who is held up leaves the rest to the others; BLAS packs the input for each anew.
    private static final int RANGES_A_THREAD = 2;

    private final DensePass layer;
    private final int first;
    private final int units;
    private final FloatPointer weights;
    private final FloatPointer weightGradient;
    private final FloatPointer nextWeights;
    private final FloatPointer firstZ;
    private final FloatPointer firstDelta;
    private final Floats z;
    private final Floats delta;
    private final Floats bias;
    private final Floats biasGradient;
    /** The product in Fortran order; null where BLAS gives the same bits in C order. */
    private final Floats product;
    private final float[] products;
    private final float[] row;
    private final float[] biases;
    private final int[] deltaBits;
    private final int[] activationBits;

    int units() {
        return units;
    }

    private UnitRange(DensePass layer, int first, int units) {
        this.layer = layer;
        this.first = first;
        this.units = units;
        weights = layer.weights.at((long) first * layer.in);
        weightGradient = layer.weightGradient.at((long) first * layer.in);
        nextWeights = layer.next == null ? null : layer.next.weights.at(first);
        firstZ = layer.z.at(first);
        firstDelta = layer.delta.at(first);
        // Of its own: a buffer has one position.
        z = new Floats(layer.z.array);
        delta = new Floats(layer.delta.array);
        bias = layer.bias == null ? null : new Floats(layer.bias);
        biasGradient = layer.bias == null ? null : new Floats(layer.biasGradient);
        product = layer.swaps ? null : Floats.matrix(layer.rows, units);
        products = layer.swaps ? null : new float[layer.rows * units];
        row = new float[units];
        biases = new float[units];
        deltaBits = new int[units];
        activationBits = new int[units];
    }

    /** Shares a layer's units out among so many threads, or fewer if the bits would suffer. */
    static UnitRange[] of(DensePass layer, int threads) {
        long work = (long) layer.rows * layer.in * layer.out;
        int most = threads == 1 ? 1 : RANGES_A_THREAD * threads;
        for (int count = (int) Math.min(most, work / LEAST_PRODUCTS); count > 1; count--) {
            for (int tile : TILES) {
                int units = Math.round((float) layer.out / count / tile) * tile;
                if (units > 0 && units < layer.out && SameBits.inParts(
                        layer.rows, layer.in, layer.out, layer.swaps, units)) {
                    return in(layer, units);
                }
            }
        }
        return in(layer, layer.out);
    }

    private static UnitRange[] in(DensePass layer, int units) {
        int[] bounds = SameBits.bounds(layer.out, units);
        UnitRange[] ranges = new UnitRange[bounds.length - 1];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = new UnitRange(layer, bounds[i], bounds[i + 1] - bounds[i]);
        }
        return ranges;
    }

    void forward(FloatPointer input) {
        int rows = layer.rows;
        if (product == null) {
            Products.forwardSwapped(input, weights, firstZ, rows, layer.in, units, layer.out);
        } else {
            Products.forward(input, weights, product.pointer, rows, layer.in, units);
            product.read(0, products, products.length);
        }
        if (bias != null) {
            bias.read(first, biases, units);
        }
        for (int i = 0; i < rows; i++) {
            int at = i * layer.out + first;
            if (product == null) {
                z.read(at, row, units);
            } else {
                Loops.stride(products, i, rows, row, units);
            }
            if (bias != null) {
                Loops.add(row, biases, units);
            }
            if (layer.rectifies) {
                Loops.rectify(row, units);
            }
            z.write(at, row, units);
        }
    }

    /** Computes delta, the gradient with respect to the activation, from the layer behind. */
    void fetchDelta() {
        Products.inputGradient(nextWeights, layer.next.delta.pointer, firstDelta,
                layer.rows, units, layer.out, layer.next.out);
    }

    /** Turns delta into the gradient with respect to z, for ReLU. */
    void maskDelta() {
        for (int i = 0; i < layer.rows; i++) {
            int at = i * layer.out + first;
            delta.readBits(at, deltaBits, units);
            z.readBits(at, activationBits, units);
            Loops.maskRectified(deltaBits, activationBits, units);
            delta.writeBits(at, deltaBits, units);
        }
    }

    void gradients(FloatPointer input, boolean withBias) {
        Products.weightGradient(input, firstDelta, weightGradient, layer.rows, layer.in, units,
                layer.out);
        if (bias == null || !withBias) {
            return;
        }
        Arrays.fill(biases, 0);
        for (int i = 0; i < layer.rows; i++) {
            delta.read(i * layer.out + first, row, units);
            Loops.add(biases, row, units);
        }
        biasGradient.write(first, biases, units);
    }
}
