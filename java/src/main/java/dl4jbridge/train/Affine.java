package dl4jbridge.train;

import java.util.Random;

/** Random affine maps within bounds: where a distorted image's pixels come from. */
final class Affine {

    private final double shift;
    private final double rotate;
    private final double scale;
    private final double shear;

    /**
     * @param shift  at most this many pixels along each axis
     * @param rotate at most this many degrees
     * @param scale  width and height change by at most this share, each by its own
     * @param shear  upright lines lean at most this many degrees
     */
    Affine(double shift, double rotate, double scale, double shear) {
        this.shift = shift;
        this.rotate = Math.toRadians(rotate);
        this.scale = scale;
        this.shear = Math.toRadians(shear);
    }

    /**
     * Draws a map of places relative to the image's centre.
     *
     * @return {@code {xx, xy, x, yx, yy, y}}: (h, v) comes from (xx h + xy v + x, yx h + yy v + y)
     */
    double[] draw(Random random) {
        double angle = within(rotate, random);
        double lean = StrictMath.tan(within(shear, random));
        double width = 1 / (1 + within(scale, random));
        double height = 1 / (1 + within(scale, random));
        double x = within(shift, random);
        double y = within(shift, random);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        return new double[] {
            width * cos, height * (lean * cos - sin), x, width * sin, height * (lean * sin + cos), y
        };
    }

    private static double within(double bound, Random random) {
        return bound * (2 * random.nextDouble() - 1);
    }
}
