package dl4jbridge.accel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.convolution.Convolution;
import org.nd4j.linalg.factory.Nd4j;

class ColumnsTest {

    private final INDArray images = Nd4j.rand(DataType.FLOAT, 3, 2, 9, 8);

    private static void assertAsNd4j(INDArray images, int step, int pad, int dilation) {
        Window window = new Window(images, new int[] {3, 2}, new int[] {step, step},
                new int[] {pad, pad}, new int[] {dilation, dilation}, ConvolutionMode.Truncate);
        Columns columns = new Columns(window, 2);
        long[] shape = {2, 3, 2, 3, window.out[0], window.out[1]};
        INDArray theirs = Nd4j.create(DataType.FLOAT, shape);
        Convolution.im2col(images, 3, 2, step, step, pad, pad, dilation, dilation, false,
                theirs.permute(3, 0, 1, 2, 4, 5));
        INDArray ours = Nd4j.valueArrayOf(shape, 7, DataType.FLOAT);
        columns.fill(images, 0, 3, Memory.address(ours));
        assertEquals(theirs, ours);
        assertSpreadTurnsFillRound(columns, images, ours);
    }

    /** For all x and c: fill(x) * c = x * spread(c), summed up. */
    private static void assertSpreadTurnsFillRound(
            Columns columns, INDArray images, INDArray filled) {
        INDArray any = Nd4j.rand(DataType.FLOAT, filled.shape());
        INDArray back = Nd4j.create(DataType.FLOAT, images.shape());
        columns.spread(Memory.address(any), back, 0, 3);
        double there = filled.mul(any).sumNumber().doubleValue();
        assertEquals(there, images.mul(back).sumNumber().doubleValue(), 1e-5 * there);
    }

    @Test
    void windowsWithoutAnythingBetween() {
        assertAsNd4j(images, 1, 0, 1);
    }

    @Test
    void steps() {
        assertAsNd4j(images, 3, 0, 1);
    }

    @Test
    void zerosAroundTheImages() {
        assertAsNd4j(images, 2, 2, 1);
    }

    @Test
    void moreZerosThanTheWindowIsWide() {
        assertAsNd4j(images, 1, 4, 1);
    }

    @Test
    void holesInTheWindow() {
        assertAsNd4j(images, 1, 1, 2);
    }

    @Test
    void imagesInsideOfOthersWithChannelsOutermost() {
        INDArray planes = Nd4j.rand(DataType.FLOAT, 2, 3, 9, 8);
        assertAsNd4j(planes.permute(1, 0, 2, 3), 1, 0, 1);
    }
}
