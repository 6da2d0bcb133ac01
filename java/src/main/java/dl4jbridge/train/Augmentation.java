package dl4jbridge.train;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Distorts images, anew in each epoch: an affine map, then a smooth displacement of each pixel.
 *
 * <p>What is drawn depends on the seed, the epoch and the row only, so neither the order of the
 * rows nor the number of threads changes a bit.
 */
public final class Augmentation {

    private final int channels;
    private final int height;
    private final int width;
    private final long seed;
    private final Affine affine;
    private final Elastic elastic;

    /**
     * @param image    channels, height and width of a row, in that order in memory
     * @param seed     of what is drawn
     * @param strength shift (pixels), rotate (degrees), scale (a share), shear (degrees): the
     *                 bounds of the affine map; standard deviation and smoothness of the
     *                 displacement (pixels)
     */
    public Augmentation(int[] image, long seed, double[] strength) {
        this.channels = image[0];
        this.height = image[1];
        this.width = image[2];
        this.seed = seed;
        this.affine = new Affine(strength[0], strength[1], strength[2], strength[3]);
        this.elastic = new Elastic(width, height, strength[4], strength[5]);
    }

    /**
     * All rows as an epoch has them.
     *
     * @param images float32, C-ordered, rows on axis 0
     * @param epoch  counted from 1
     */
    public INDArray distorted(INDArray images, int epoch) {
        BatchOrder order = new BatchOrder((int) images.size(0), false, 0);
        for (int i = 0; i < epoch; i++) {
            order.nextEpoch();
        }
        return new Rows(images, this).batch(order, 0, order.size());
    }

    int length() {
        return channels * height * width;
    }

    /** Writes the distorted image of a row. */
    void distort(float[] image, float[] into, int row, int epoch) {
        Random random = new Random(mixed(mixed(mixed(seed) + epoch) + row));
        double[] map = affine.draw(random);
        float[] across = null;
        float[] down = null;
        if (!elastic.isNone()) {
            Elastic.Grid grid = elastic.grid(random);
            across = grid.field(random);
            down = grid.field(random);
        }
        double middle = (width - 1) / 2.0;
        double centre = (height - 1) / 2.0;
        for (int y = 0, i = 0; y < height; y++) {
            double v = y - centre;
            double fromX = map[1] * v + map[2] + middle;
            double fromY = map[4] * v + map[5] + centre;
            for (int x = 0; x < width; x++, i++) {
                double h = x - middle;
                float atX = (float) (map[0] * h + fromX);
                float atY = (float) (map[3] * h + fromY);
                if (across != null) {
                    atX += across[i];
                    atY += down[i];
                }
                sample(image, clamp(atX, width - 1), clamp(atY, height - 1), into, i);
            }
        }
    }

    /** Between the four pixels around a place; an image goes on as its edges are. */
    private void sample(float[] image, float x, float y, float[] into, int i) {
        int left = Math.min((int) x, Math.max(width - 2, 0));
        int top = Math.min((int) y, Math.max(height - 2, 0));
        int right = width > 1 ? 1 : 0;
        int below = height > 1 ? width : 0;
        float t = x - left;
        float u = y - top;
        int size = height * width;
        for (int plane = 0, at = top * width + left; plane < channels; plane++, at += size) {
            float upper = image[at] + t * (image[at + right] - image[at]);
            float lower = image[at + below]
                    + t * (image[at + below + right] - image[at + below]);
            into[plane * size + i] = upper + u * (lower - upper);
        }
    }

    private static float clamp(float place, int last) {
        return Math.min(Math.max(place, 0), last);
    }

    /** SplitMix64's last step: numbers that differ by one become unlike (Steele et al., 2014). */
    static long mixed(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
