package dl4jbridge.train;

import java.util.Random;

/**
 * Random smooth displacements: a cubic B-spline over a coarse grid of independent random numbers.
 *
 * <p>Simard, Steinkraus and Platt (2003) smooth a random number of each pixel with a Gaussian;
 * a B-spline as wide costs a tenth. The grid lies elsewhere each time, so all places are alike.
 */
final class Elastic {

    // The variance of a cubic B-spline of knot distance 1 is 1/3.
    private static final double KNOT_DISTANCE = Math.sqrt(3);
    // Uniform numbers from -1 to 1 have the variance 1/3, a B-spline's square the mean 151/315.
    private static final double SPREAD = 151.0 / 315 / Math.sqrt(3);

    private final int width;
    private final int height;
    private final double distance;
    private final float strength;

    /**
     * @param deviation  standard deviation of the displacement along an axis, pixels
     * @param smoothness of a Gaussian as wide as the B-spline, pixels
     */
    Elastic(int width, int height, double deviation, double smoothness) {
        this.width = width;
        this.height = height;
        this.distance = smoothness * KNOT_DISTANCE;
        this.strength = (float) (deviation / SPREAD);
    }

    boolean isNone() {
        return strength == 0;
    }

    /** Draws where the grid lies; both axes' displacements share it. */
    Grid grid(Random random) {
        return new Grid(random.nextDouble(), random.nextDouble());
    }

    private int knots(int length) {
        return (int) ((length - 1) / distance + 1) + 4;
    }

    /** A grid with what each pixel has from the four knots around it, along each axis. */
    final class Grid {
        private final int[] columns = new int[width];
        private final int[] lines = new int[height];
        private final float[] columnWeights;
        private final float[] lineWeights;

        private Grid(double across, double down) {
            columnWeights = weights(columns, across);
            lineWeights = weights(lines, down);
        }

        private float[] weights(int[] knots, double phase) {
            float[] weights = new float[4 * knots.length];
            for (int i = 0; i < knots.length; i++) {
                double place = i / distance + phase;
                knots[i] = (int) place;
                double t = place - knots[i];
                double rest = 1 - t;
                weights[4 * i] = (float) (rest * rest * rest / 6);
                weights[4 * i + 1] = (float) ((4 - 6 * t * t + 3 * t * t * t) / 6);
                weights[4 * i + 2] = (float) ((4 - 6 * rest * rest + 3 * rest * rest * rest) / 6);
                weights[4 * i + 3] = (float) (t * t * t / 6);
            }
            return weights;
        }

        /** Draws a displacement for each pixel, line after line. */
        float[] field(Random random) {
            int down = knots(height);
            int across = knots(width);
            float[] stretched = new float[down * width];
            float[] line = new float[across];
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    line[x] = strength * (2 * random.nextFloat() - 1);
                }
                for (int x = 0; x < width; x++) {
                    int k = columns[x];
                    stretched[y * width + x] = columnWeights[4 * x] * line[k]
                            + columnWeights[4 * x + 1] * line[k + 1]
                            + columnWeights[4 * x + 2] * line[k + 2]
                            + columnWeights[4 * x + 3] * line[k + 3];
                }
            }
            float[] field = new float[height * width];
            for (int y = 0; y < height; y++) {
                blend(stretched, lines[y] * width, lineWeights, 4 * y, field, y * width);
            }
            return field;
        }

        private void blend(float[] from, int at, float[] weights, int w, float[] into, int to) {
            float a = weights[w];
            float b = weights[w + 1];
            float c = weights[w + 2];
            float d = weights[w + 3];
            for (int x = 0; x < width; x++) {
                into[to + x] = a * from[at + x] + b * from[at + width + x]
                        + c * from[at + 2 * width + x] + d * from[at + 3 * width + x];
            }
        }
    }
}
