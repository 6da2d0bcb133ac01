package dl4jbridge.accel;

import static dl4jbridge.accel.Blas.Matrix.at;
import static dl4jbridge.accel.Blas.Matrix.transposed;

import dl4jbridge.accel.Blas.Matrix;
import dl4jbridge.team.Team;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution's matrix products, a few images at a time: their columns stay in the processor's
 * cache, so that making them twice is cheaper than keeping all of them from one pass for the other.
 */
final class Product {

    /** Floats of columns at a time: half a MiB. */
    private static final int MOST = 1 << 17;

    /** The most parts whose sums are kept apart; the same for any number of threads. */
    private static final int MOST_LANES = 16;

    private final INDArray images;
    private final INDArray weights;
    private final Window window;
    private final Columns columns;
    private final int batch;
    private final int area;
    private final int channelsOut;
    private final int parts;
    private final int lanes;

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
        long together = Math.max(1, MOST / ((long) columns.rows() * area));
        this.parts = (int) ((batch + together - 1) / together);
        this.lanes = Math.min(parts, MOST_LANES);
    }

    /**
     * @param planes [channels out, images, height out, width out], to be written
     * @param bias   one number a channel out, or null
     */
    void forward(INDArray planes, INDArray bias) {
        long w = Memory.address(weights);
        long z = Memory.address(planes);
        float[] start = bias == null ? null : bias.toFloatVector();
        inParts(0, (first, count, scratch, own) -> {
            columns.fill(images, first, count, scratch);
            for (int channel = 0; start != null && channel < channelsOut; channel++) {
                long row = place(z, channel * batch + first);
                Memory.fill(row, start[channel], count * area);
            }
            Blas.multiply(channelsOut, count * area, columns.rows(), at(w, columns.rows()),
                    at(scratch, count * area), start == null ? 0f : 1f,
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
        addUp(sums, weightGradient);
    }

    /** Writes the sum of rows, a few columns a task. */
    private static void addUp(INDArray rows, INDArray into) {
        long from = Memory.address(rows);
        long to = Memory.address(into);
        int length = (int) into.length();
        int share = (length + MOST_LANES - 1) / MOST_LANES;
        Team.run(MOST_LANES, task -> {
            long first = (long) task * share;
            int count = (int) Math.min(share, length - first);
            for (int row = 0; row < rows.size(0) && count > 0; row++) {
                long at = from + (row * (long) length + first) * Float.BYTES;
                if (row == 0) {
                    Memory.copy(at, to + first * Float.BYTES, count);
                } else {
                    Memory.add(at, to + first * Float.BYTES, count);
                }
            }
        });
    }

    private long place(long planes, int image) {
        return planes + (long) image * area * Float.BYTES;
    }

    private interface Part {
        /**
         * @param scratch address of room for the columns of {@code count} images
         * @param own     address of what the parts of a lane have summed up
         */
        void run(int first, int count, long scratch, long own);
    }

    /** Runs all parts; gives the lanes' own sums, one row each. */
    private INDArray inParts(int own, Part part) {
        int threads = Team.size();
        long room = (long) columns.rows() * area * ((batch + parts - 1) / parts);
        INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, threads, room);
        INDArray sums = Nd4j.createUninitialized(DataType.FLOAT, lanes, Math.max(1, own));
        long scratches = Memory.address(scratch);
        long owns = Memory.address(sums);
        Team.run(lanes, (lane, thread) -> {
            long mine = owns + (long) lane * own * Float.BYTES;
            Memory.zero(mine, own);
            for (int at = lane; at < parts; at += lanes) {
                int first = (int) ((long) at * batch / parts);
                int end = (int) ((at + 1L) * batch / parts);
                part.run(first, end - first,
                        scratches + thread * room * Float.BYTES, mine);
            }
        });
        return sums;
    }
}
