package dl4jbridge.accel;

import static dl4jbridge.accel.Blas.Matrix.at;
import static dl4jbridge.accel.Blas.Matrix.transposed;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution's matrix products, a few images at a time: their columns stay in the processor's
 * cache, so that making them twice is cheaper than keeping all of them from one pass for the other.
 */
final class Product {

    /** Floats of columns at a time: 1 MiB. */
    private static final int MOST = 1 << 18;

    private final INDArray images;
    private final INDArray weights;
    private final Window window;
    private final Columns columns;
    private final int batch;
    private final int area;
    private final int channelsOut;
    private final int together;

    /**
     * @param images  [images, channels, height, width], lines without gaps
     * @param weights [channels out, channels, height, width], C order without gaps
     */
    Product(INDArray images, INDArray weights, Window window) {
        this.images = images;
        this.weights = weights;
        this.window = window;
        this.columns = new Columns(window, (int) images.size(1));
        this.batch = (int) images.size(0);
        this.area = window.out[0] * window.out[1];
        this.channelsOut = (int) weights.size(0);
        this.together = Math.max(1, Math.min(batch, MOST / (columns.rows() * area)));
    }

    /**
     * @param planes [channels out, images, height out, width out], to be written
     * @param bias   one number a channel out, or null
     */
    void forward(INDArray planes, INDArray bias) {
        long w = Memory.address(weights);
        long z = Memory.address(planes);
        for (int channel = 0; bias != null && channel < channelsOut; channel++) {
            long row = z + (long) channel * batch * area * Float.BYTES;
            Memory.fill(row, bias.getFloat(channel), batch * area);
        }
        inParts(0, (first, count, scratch, own) -> {
            columns.fill(images, first, count, scratch);
            Blas.multiply(channelsOut, count * area, columns.rows(), at(w, columns.rows()),
                    at(scratch, count * area), bias == null ? 0f : 1f,
                    at(place(z, first), batch * area));
        });
    }

    /**
     * @param delta          [channels out, images, height out, width out], C order without gaps
     * @param weightGradient like the weights, to be written
     */
    void weightGradient(INDArray delta, INDArray weightGradient) {
        long d = Memory.address(delta);
        long sum = Memory.address(weightGradient);
        Memory.zero(sum, weightGradient.length());
        INDArray parts = inParts((int) weights.length(), (first, count, scratch, own) -> {
            columns.fill(images, first, count, scratch);
            Blas.multiply(channelsOut, columns.rows(), count * area,
                    at(place(d, first), batch * area), transposed(scratch, count * area),
                    1f, at(own, columns.rows()));
        });
        long own = Memory.address(parts);
        for (int part = 0; part < parts.size(0); part++) {
            Memory.add(own, sum, (int) weightGradient.length());
            own += parts.stride(0) * Float.BYTES;
        }
    }

    /** @param into like the images, to be written */
    void inputGradient(INDArray delta, INDArray into) {
        Memory.zero(Memory.address(into), into.length());
        long w = Memory.address(weights);
        long d = Memory.address(delta);
        inParts(0, (first, count, scratch, own) -> {
            Blas.multiply(columns.rows(), count * area, channelsOut,
                    transposed(w, columns.rows()), at(place(d, first), batch * area),
                    0f, at(scratch, count * area));
            columns.spread(scratch, into, first, count);
        });
    }

    private long place(long planes, int image) {
        return planes + (long) image * area * Float.BYTES;
    }

    private interface Part {
        /**
         * @param scratch address of room for the columns of {@code count} images
         * @param own     address of zeros that no other thread writes to
         */
        void run(int first, int count, long scratch, long own);
    }

    /** Runs all parts, each thread with memory of its own; gives the threads' own sums. */
    private INDArray inParts(int own, Part part) {
        int parts = (batch + together - 1) / together;
        int threads = Math.min(Threads.COUNT, parts);
        long room = (long) columns.rows() * area * together;
        INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, threads, room);
        INDArray sums = Nd4j.createUninitialized(DataType.FLOAT, threads, Math.max(1, own));
        long scratches = Memory.address(scratch);
        long owns = Memory.address(sums);
        Threads.run(threads, thread -> {
            long mine = owns + (long) thread * own * Float.BYTES;
            Memory.zero(mine, own);
            for (int at = thread; at < parts; at += threads) {
                int first = at * together;
                part.run(first, Math.min(together, batch - first),
                        scratches + thread * room * Float.BYTES, mine);
            }
        });
        return sums;
    }
}
