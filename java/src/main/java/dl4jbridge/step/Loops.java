package dl4jbridge.step;

/** Loops over heap arrays, simple enough for the compiler to make vector instructions of them. */
final class Loops {

    private Loops() {
    }

    static void divide(float[] numbers, int by, int count) {
        if (Integer.bitCount(by) == 1) {
            // The inverse of a power of two is exact, so the product has the quotient's bits.
            scale(numbers, 1f / by, count);
            return;
        }
        float divisor = by;
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] / divisor;
        }
    }

    static void scale(float[] numbers, float by, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] * by;
        }
    }

    static void add(float[] to, float[] what, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = to[i] + what[i];
        }
    }

    static void subtract(float[] from, float[] what, int count) {
        for (int i = 0; i < count; i++) {
            from[i] = from[i] - what[i];
        }
    }

    static void addSquares(float[] to, float[] what, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = to[i] + what[i] * what[i];
        }
    }

    /** Row of a matrix in Fortran order. */
    static void stride(float[] matrix, int row, int rows, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = matrix[i * rows + row];
        }
    }

    /** y += a x, the product unrounded if fused. */
    static void axpy(float a, float[] x, float[] y, int count, boolean fused) {
        if (fused) {
            for (int i = 0; i < count; i++) {
                y[i] = Math.fma(a, x[i], y[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                y[i] = a * x[i] + y[i];
            }
        }
    }

    /** Products rounded, then added one after the other: no vector instructions here. */
    static float sumOfProducts(float[] a, float[] b, int count) {
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum = sum + a[i] * b[i];
        }
        return sum;
    }

    /** Makes what is below the least the least, what is above the most the most. */
    static void clip(float[] numbers, float least, float most) {
        for (int i = 0; i < numbers.length; i++) {
            float number = numbers[i];
            if (number < least) {
                numbers[i] = least;
            } else if (number > most) {
                numbers[i] = most;
            }
        }
    }

    /** Moves a running mean towards new numbers: kept mean + (1 - kept) x. */
    static void average(float[] mean, float kept, float[] x, int count, boolean fused) {
        float rest = 1 - kept;
        if (fused) {
            for (int i = 0; i < count; i++) {
                mean[i] = Math.fma(kept, mean[i], x[i] * rest);
            }
        } else {
            for (int i = 0; i < count; i++) {
                mean[i] = kept * mean[i] + x[i] * rest;
            }
        }
    }

    /** Moves squares' running mean towards new ones: kept mean + (1 - kept) x x. */
    static void averageSquares(float[] mean, float kept, float[] x, int count, boolean fused) {
        float rest = 1 - kept;
        if (fused) {
            for (int i = 0; i < count; i++) {
                mean[i] = Math.fma(kept, mean[i], x[i] * x[i] * rest);
            }
        } else {
            for (int i = 0; i < count; i++) {
                mean[i] = kept * mean[i] + x[i] * x[i] * rest;
            }
        }
    }

    /** x rate / (sqrt(mean) + epsilon). */
    static void overRoot(float[] x, float rate, float[] mean, float epsilon, float[] to,
                         int count) {
        for (int i = 0; i < count; i++) {
            to[i] = x[i] * rate / ((float) Math.sqrt(mean[i]) + epsilon);
        }
    }

    /** The larger one of each pair. */
    static void raise(float[] least, float[] x, int count) {
        for (int i = 0; i < count; i++) {
            least[i] = Math.max(least[i], x[i]);
        }
    }

    /** max(0, x). */
    static void rectify(float[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.max(numbers[i], 0f);
        }
    }

    /**
     * Zeros where the activation is zero.
     *
     * @param activation bits of floats that are not negative: as numbers they are above zero for
     *                   the same floats
     */
    static void maskRectified(int[] numbers, int[] activation, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] & (-activation[i] >> 31);
        }
    }
}
