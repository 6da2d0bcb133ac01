package dl4jbridge.accel;

/** One channel of planes: its numbers in all images, side by side. */
final class Channel {

    private final long address;
    private final int length;

    Channel(long planes, int channel, int length) {
        this.address = planes + (long) channel * length * Float.BYTES;
        this.length = length;
    }

    double sum() {
        return Memory.sum(address, length);
    }

    double mean() {
        return sum() / length;
    }

    /** Mean of the squared differences from the mean, the biased variance. */
    double variance(double mean) {
        return Memory.products(address, mean, address, mean, length) / length;
    }

    /** Mean of the products with another channel, that one taken from its mean. */
    double meanProduct(Channel other, double othersMean) {
        return Memory.products(address, 0, other.address, othersMean, length) / length;
    }

    /** Becomes {@code a * (x - mean) + c}. */
    void become(double a, Channel x, double mean, double c) {
        Memory.combine((float) a, x.address, (float) mean, 0f, x.address, (float) c,
                address, length);
    }

    /** Becomes {@code a * (x - mean) + b * y + c}. */
    void become(double a, Channel x, double mean, double b, Channel y, double c) {
        Memory.combine((float) a, x.address, (float) mean, (float) b, y.address, (float) c,
                address, length);
    }
}
