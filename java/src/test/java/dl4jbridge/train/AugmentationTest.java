package dl4jbridge.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AugmentationTest {

    private static final double[] STRONG = {2, 15, 0.15, 10, 1.4, 4};

    private static Augmentation of(double... strength) {
        return new Augmentation(new int[] {2, 6, 5}, 3, strength);
    }

    private static float[] image() {
        float[] image = new float[60];
        for (int i = 0; i < image.length; i++) {
            image[i] = i * i % 17;
        }
        return image;
    }

    @Test
    void withoutStrengthAnImageIsWhatItWas() {
        float[] into = new float[60];
        of(0, 0, 0, 0, 0, 4).distort(image(), into, 1, 1);
        assertArrayEquals(image(), into);
    }

    @Test
    void channelsMoveTogether() {
        float[] image = image();
        System.arraycopy(image, 0, image, 30, 30);
        float[] into = new float[60];
        of(STRONG).distort(image, into, 4, 2);
        assertArrayEquals(Arrays.copyOf(into, 30), Arrays.copyOfRange(into, 30, 60));
    }

    @Test
    void nothingIsBrighterOrDarkerThanItWas() {
        float[] image = new float[60];
        Arrays.fill(image, 0.75f);
        float[] into = new float[60];
        of(STRONG).distort(image, into, 4, 2);
        assertArrayEquals(image, into);
    }

    @Test
    void aRowOfABatchIsDistortedAsThatRow() {
        INDArray all = Nd4j.rand(DataType.FLOAT, 9, 60);
        BatchOrder order = new BatchOrder(9, true, 5);
        order.nextEpoch();
        order.nextEpoch();
        INDArray batch = new Rows(all, of(STRONG)).batch(order, 2, 8);
        for (int i = 0; i < 6; i++) {
            int row = order.row(2 + i);
            float[] into = new float[60];
            of(STRONG).distort(all.getRow(row).toFloatVector(), into, row, 2);
            assertArrayEquals(into, batch.getRow(i).toFloatVector());
        }
    }

    @Test
    void theDataStayAsTheyWere() {
        INDArray all = Nd4j.rand(DataType.FLOAT, 3, 60);
        INDArray before = all.dup();
        INDArray distorted = of(STRONG).distorted(all, 1);
        assertEquals(before, all);
        assertFalse(distorted.equalsWithEps(all, 1e-3));
    }
}
