package dl4jbridge.accel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.convolution.Convolution;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PatchesTest {

    private final INDArray input = Nd4j.rand(DataType.FLOAT, 3, 2, 9, 8);

    private static INDArray empty(long height, long width) {
        return Nd4j.valueArrayOf(new long[] {3, height, width, 2, 3, 2}, 7, DataType.FLOAT);
    }

    private static void assertAsNd4j(
            INDArray input, long height, long width, int step, int pad, int dilation) {
        INDArray theirs = empty(height, width);
        Convolution.im2col(input, 3, 2, step, step, pad, pad, dilation, dilation, false,
                theirs.permute(0, 3, 4, 5, 1, 2));
        INDArray ours = empty(height, width);
        Patches.copy(input, ours, new int[] {3, 2}, new int[] {step, step}, new int[] {pad, pad},
                new int[] {dilation, dilation});
        assertEquals(theirs, ours);
    }

    @Test
    void windowsWithoutAnythingBetween() {
        assertAsNd4j(input, 7, 7, 1, 0, 1);
    }

    @Test
    void zerosAroundTheInput() {
        assertAsNd4j(input, 6, 6, 2, 2, 1);
    }

    @Test
    void holesInTheWindow() {
        assertAsNd4j(input, 5, 6, 1, 0, 2);
    }

    @Test
    void anyStridesAndOffset() {
        INDArray channelsLast = Nd4j.rand(DataType.FLOAT, 4, 9, 8, 2)
                .get(NDArrayIndex.interval(1, 4)).permute(0, 3, 1, 2);
        assertAsNd4j(channelsLast, 7, 7, 1, 0, 1);
    }

    @Test
    void onlyFloatsThatABufferCanCount() {
        assertTrue(Patches.canCopy(input, 1 << 20));
        assertFalse(Patches.canCopy(input, 1L << 30));
        assertFalse(Patches.canCopy(input.castTo(DataType.DOUBLE), 1 << 20));
    }
}
