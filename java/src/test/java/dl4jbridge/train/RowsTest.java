package dl4jbridge.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowsTest {

    private final INDArray all = Nd4j.arange(0, 60).castTo(DataType.FLOAT).reshape(10, 2, 3);

    @Test
    void gatheredRowsAreTheOrdersRows() {
        BatchOrder order = new BatchOrder(10, true, 3);
        order.nextEpoch();
        INDArray batch = new Rows(all).batch(order, 4, 8);
        for (int i = 0; i < 4; i++) {
            assertEquals(all.slice(order.row(4 + i)), batch.slice(i));
        }
    }

    @Test
    void batchesOfOneSizeUseOneArray() {
        Rows rows = new Rows(all);
        BatchOrder order = new BatchOrder(10, true, 3);
        INDArray first = rows.batch(order, 0, 4);
        assertSame(first, rows.batch(order, 4, 8));
        assertNotSame(first, rows.batch(order, 8, 10));
    }

    @Test
    void rowsAsTheyComeAreViews() {
        INDArray batch = new Rows(all).batch(new BatchOrder(10, false, 0), 2, 5);
        batch.putScalar(new long[] {0, 0, 0}, -1);
        assertEquals(-1, all.getDouble(2, 0, 0));
    }

    @Test
    void greyImagesHaveOneChannel() {
        INDArray images = all.reshape(10, 1, 2, 3);
        BatchOrder order = new BatchOrder(10, true, 3);
        order.nextEpoch();
        INDArray batch = new Rows(images).batch(order, 0, 2);
        assertEquals(images.slice(order.row(1)), batch.slice(1));
    }

    @Test
    void otherLayoutsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rows(all.dup('f')));
        assertThrows(IllegalArgumentException.class, () -> new Rows(all.slice(1, 1)));
    }
}
