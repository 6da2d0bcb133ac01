package dl4jbridge.accel;

import static dl4jbridge.accel.Blas.Matrix.at;
import static dl4jbridge.accel.Blas.Matrix.transposed;

import dl4jbridge.accel.Blas.Matrix;
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
        this.together = (int) Math.max(1, Math.min(batch, MOST / ((long) columns.rows() * area)));
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
     * @param imageGradient  like the images, to be written; null leaves it out
     */
    void backward(INDArray delta, INDArray weightGradient, INDArray imageGradient) {
        long w = Memory.address(weights);
        long d = Memory.address(delta);
        if (imageGradient != null) {
            Memory.zero(Memory.address(imageGradient), imageGradient.length());
        }
        int rows = columns.rows();
        INDArray sums = inParts((int) weights.length(), (first, count, scratch, own) -> {
            int places = count * area;
            Matrix deltas = at(place(d, first), batch * area);
            columns.fill(images, first, count, scratch);
            Blas.multiply(channelsOut, rows, places, deltas, transposed(scratch, places),
                    1f, at(own, rows));
            if (imageGradient != null) {
                Blas.multiply(rows, places, channelsOut, transposed(w, rows), deltas,
                        0f, at(scratch, places));
                columns.spread(scratch, imageGradient, first, count);
            }
        });
        long total = Memory.address(weightGradient);
        Memory.zero(total, weightGradient.length());
        long own = Memory.address(sums);
        for (int thread = 0; thread < sums.size(0); thread++) {
            Memory.add(own, total, (int) weightGradient.length());
            own += weightGradient.length() * Float.BYTES;
        }
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
