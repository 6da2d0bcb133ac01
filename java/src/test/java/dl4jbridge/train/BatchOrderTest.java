package dl4jbridge.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    private static int[] rows(BatchOrder order) {
        return IntStream.range(0, order.size()).map(order::row).toArray();
    }

    @Test
    void unshuffledStaysAsItComes() {
        BatchOrder order = new BatchOrder(5, false, 1);
        order.nextEpoch();
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, rows(order));
    }

    @Test
    void everyEpochShufflesTheOrderOfTheOneBefore() {
        BatchOrder order = new BatchOrder(100, true, 7);
        int[] expected = IntStream.range(0, 100).toArray();
        Random random = new Random(7);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int i = 99; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = expected[j];
                expected[j] = expected[i];
                expected[i] = kept;
            }
            order.nextEpoch();
            assertArrayEquals(expected, rows(order), "epoch " + epoch);
        }
    }

    @Test
    void seedsDiffer() {
        BatchOrder one = new BatchOrder(100, true, 1);
        BatchOrder two = new BatchOrder(100, true, 2);
        one.nextEpoch();
        two.nextEpoch();
        assertFalse(Arrays.equals(rows(one), rows(two)));
    }
}
