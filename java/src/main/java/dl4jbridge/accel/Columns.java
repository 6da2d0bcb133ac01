package dl4jbridge.accel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a convolution multiplies its weights with: one row for each channel and place in the
 * window, one column for each place of the output, image after image.
 *
 * <p>In this order whole lines of an image are copied, where ND4J's im2col goes float by float.
 */
final class Columns {

    private final Window window;
    private final int channels;

    Columns(Window window, int channels) {
        this.window = window;
        this.channels = channels;
    }

    int rows() {
        return channels * window.kernel[0] * window.kernel[1];
    }

    /**
     * @param images [images, channels, height, width], lines without gaps
     * @param first  the image to begin with
     * @param count  how many images
     * @param to     address of rows x (count * height out * width out) floats
     */
    void fill(INDArray images, int first, int count, long to) {
        walk(images, first, count, to, Columns::fill);
    }

    /** Adds columns to the places of the images they come from. */
    void spread(long from, INDArray images, int first, int count) {
        walk(images, first, count, from, Columns::spread);
    }

    private interface Plane {
        /**
         * @param plane   address of what the window's place sees first
         * @param columns address of the column that belongs to it
         */
        void visit(Window window, int i, int j, long plane, long lineStride, long columns);
    }

    private void walk(INDArray images, int first, int count, long columns, Plane visitor) {
        long[] strides = images.stride();
        long start = Memory.address(images) + first * strides[0] * Float.BYTES;
        int places = window.kernel[0] * window.kernel[1];
        long length = (long) window.out[0] * window.out[1] * Float.BYTES;
        for (int row = 0; row < rows(); row++) {
            int i = row % places / window.kernel[1];
            int j = row % window.kernel[1];
            long plane = start + row / places * strides[1] * Float.BYTES;
            for (int image = 0; image < count; image++) {
                visitor.visit(window, i, j, plane, strides[2], columns);
                plane += strides[0] * Float.BYTES;
                columns += length;
            }
        }
    }

    private static void fill(Window w, int i, int j, long plane, long lineStride, long columns) {
        int top = w.firstInside(0, i);
        int left = w.firstInside(1, j);
        int lines = w.endInside(0, i) - top;
        int count = w.endInside(1, j) - left;
        if (lines < w.out[0] || count < w.out[1]) {
            Memory.zero(columns, (long) w.out[0] * w.out[1]);
        }
        long from = plane + (w.at(0, top, i) * lineStride + w.at(1, left, j)) * Float.BYTES;
        long to = columns + ((long) top * w.out[1] + left) * Float.BYTES;
        Memory.gather(from, w.stride[0] * lineStride, w.stride[1], to, w.out[1], lines, count);
    }

    private static void spread(Window w, int i, int j, long plane, long lineStride, long columns) {
        int top = w.firstInside(0, i);
        int left = w.firstInside(1, j);
        int lines = w.endInside(0, i) - top;
        int count = w.endInside(1, j) - left;
        long from = columns + ((long) top * w.out[1] + left) * Float.BYTES;
        long to = plane + (w.at(0, top, i) * lineStride + w.at(1, left, j)) * Float.BYTES;
        Memory.scatter(from, w.out[1], to, w.stride[0] * lineStride, w.stride[1], lines, count);
    }
}
