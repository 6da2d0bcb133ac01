package dl4jbridge.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopsTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 64, 96, 128, 1000})
    void aQuotientIsRoundedOnce(int by) {
        float[] numbers = {1, -3.3f, 1e-3f, 7e20f, Float.MIN_VALUE, 0};
        float[] expected = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            expected[i] = (float) ((double) numbers[i] / by);
        }
        Loops.divide(numbers, by, numbers.length);
        assertArrayEquals(expected, numbers);
    }

    @Test
    void theMaskOfARectifierIsWhatItLetThrough() {
        float[] activation = {0, 1e-30f, 2, 0, Float.MAX_VALUE};
        float[] delta = {5, -6, 7, -8, 9};
        int[] bits = bits(delta);
        Loops.maskRectified(bits, bits(activation), bits.length);
        assertArrayEquals(bits(new float[] {0, -6, 7, 0, 9}), bits);
    }

    @Test
    void aFusedProductIsNotRounded() {
        Random random = new Random(1);
        float[] x = new float[100];
        float[] fused = new float[100];
        float[] rounded = new float[100];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
            fused[i] = rounded[i] = random.nextFloat();
        }
        float[] y = fused.clone();
        Loops.axpy(0.3f, x, fused, x.length, true);
        Loops.axpy(0.3f, x, rounded, x.length, false);
        int different = 0;
        for (int i = 0; i < x.length; i++) {
            assertEquals((float) ((double) 0.3f * x[i] + y[i]), fused[i]);
            different += fused[i] == rounded[i] ? 0 : 1;
        }
        assertEquals(true, different > 0);
    }

    @Test
    void onlyTheFirstNumbersAreTouched() {
        float[] numbers = {-1, -2, -3};
        Loops.rectify(numbers, 2);
        assertArrayEquals(new float[] {0, 0, -3}, numbers);
    }

    private static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        return bits;
    }
}
