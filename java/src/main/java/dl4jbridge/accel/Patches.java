package dl4jbridge.accel;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a convolution's window sees of its input (im2col), in plain loops: several times faster
 * than ND4J's own for the order that DL4J wants, and as it only copies, the same to the bit.
 */
final class Patches {

    private final FloatBuffer from;
    private final long[] strides;
    private final int rows;
    private final int columns;
    private final int[] kernel;
    private final int[] step;
    private final int[] pad;
    private final int[] dilation;

    private Patches(INDArray input, int[] kernel, int[] step, int[] pad, int[] dilation) {
        this.from = floats(input);
        this.strides = input.stride();
        this.rows = (int) input.size(2);
        this.columns = (int) input.size(3);
        this.kernel = kernel;
        this.step = step;
        this.pad = pad;
        this.dilation = dilation;
    }

    /** Whether both arrays are float and small enough for an int to count their bytes. */
    static boolean canCopy(INDArray input, long patches) {
        return input.dataType() == DataType.FLOAT
                && Math.max(span(input), patches) * Float.BYTES <= Integer.MAX_VALUE;
    }

    /**
     * @param input [rows, channels, height, width], with any strides
     * @param into  [rows, height out, width out, channels, kernel height, kernel width], C order
     */
    static void copy(
            INDArray input, INDArray into, int[] kernel, int[] step, int[] pad, int[] dilation) {
        Patches patches = new Patches(input, kernel, step, pad, dilation);
        FloatBuffer to = floats(into);
        long[] shape = into.shape();
        for (int row = 0; row < shape[0]; row++) {
            for (int y = 0; y < shape[1]; y++) {
                for (int x = 0; x < shape[2]; x++) {
                    for (int channel = 0; channel < shape[3]; channel++) {
                        int start = (int) (row * patches.strides[0] + channel * patches.strides[1]);
                        patches.copy(start, y, x, to);
                    }
                }
            }
        }
        // Buffers do not keep the arrays' memory from being freed.
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(into);
    }

    /** Copies what the window sees of one channel; outside of the input there are zeros. */
    private void copy(int start, int outY, int outX, FloatBuffer to) {
        int stride = (int) strides[3];
        int left = outX * step[1] - pad[1];
        for (int i = 0, y = outY * step[0] - pad[0]; i < kernel[0]; i++, y += dilation[0]) {
            int line = start + y * (int) strides[2];
            boolean inside = y >= 0 && y < rows;
            for (int k = 0, x = left; k < kernel[1]; k++, x += dilation[1]) {
                to.put(inside && x >= 0 && x < columns ? from.get(line + x * stride) : 0f);
            }
        }
    }

    private static FloatBuffer floats(INDArray array) {
        FloatPointer memory = new FloatPointer(array.data().addressPointer());
        return memory.capacity(span(array)).asBuffer();
    }

    /** How many elements there are from an array's first to its last in memory. */
    private static long span(INDArray array) {
        long last = 0;
        for (int axis = 0; axis < array.rank(); axis++) {
            last += (array.size(axis) - 1) * array.stride(axis);
        }
        return last + 1;
    }
}
