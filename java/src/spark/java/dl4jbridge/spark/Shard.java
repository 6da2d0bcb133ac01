package dl4jbridge.spark;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of one of numpy's files, read as they are asked for: C-ordered, float32 or float64. */
final class Shard implements Closeable {

    // Of numpy's format 1.0: magic and version, then the length of the header's text.
    private static final int LENGTH_AT = 8;
    private static final int TEXT_AT = 10;

    private final FileChannel file;
    private final DataType type;
    private final long[] rowShape;
    private final int rowBytes;
    private final long start;

    /**
     * @param path     of the file
     * @param type     of its numbers
     * @param rowShape of a row
     */
    Shard(Path path, DataType type, long[] rowShape) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.type = type;
        this.rowShape = rowShape;
        long numbers = 1;
        for (long size : rowShape) {
            numbers *= size;
        }
        this.rowBytes = Math.toIntExact(numbers * type.width());
        ByteBuffer length = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        read(length, LENGTH_AT);
        this.start = TEXT_AT + Short.toUnsignedLong(length.getShort(0));
    }

    /** How many rows there are. */
    int rows() throws IOException {
        return Math.toIntExact((file.size() - start) / rowBytes);
    }

    /** Those rows, in that order, as one array. */
    INDArray rows(int[] numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers.length; i++) {
            bytes.limit((i + 1) * rowBytes);
            read(bytes, start + (long) numbers[i] * rowBytes);
        }
        bytes.flip();
        long[] shape = new long[rowShape.length + 1];
        shape[0] = numbers.length;
        System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
        return array(bytes, type, shape, 'c');
    }

    /** Plain numbers as an array. */
    static INDArray array(ByteBuffer bytes, DataType type, long[] shape, char order) {
        if (type == DataType.DOUBLE) {
            double[] values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return Nd4j.create(values, shape, order);
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return Nd4j.create(values, shape, order);
    }

    private void read(ByteBuffer bytes, long from) throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, at);
            if (count < 0) {
                throw new EOFException("the file ends at " + at);
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
