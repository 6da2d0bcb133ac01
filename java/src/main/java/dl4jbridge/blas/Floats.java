package dl4jbridge.blas;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float32 array without gaps, as BLAS wants it and as Java's loops want it.
 *
 * <p>The compiler turns loops into vector instructions on the heap only, so they read blocks that
 * fit the processor's cache and write them back.
 */
public final class Floats {

    /** The most numbers a direct buffer can hold. */
    public static final long MOST = Integer.MAX_VALUE / Float.BYTES;

    public final INDArray array;
    public final FloatPointer pointer;
    private final FloatBuffer floats;
    private final IntBuffer bits;

    /** @param array float32, its numbers one after the other in memory */
    public Floats(INDArray array) {
        this.array = array;
        this.pointer = new FloatPointer(new PagedPointer(array.data().addressPointer().address()));
        this.pointer.capacity(array.length());
        this.floats = pointer.asBuffer();
        this.bits = pointer.asByteBuffer().asIntBuffer();
    }

    /** A matrix in C order with any content. */
    public static Floats matrix(int rows, int columns) {
        return new Floats(Nd4j.createUninitialized(new long[] {rows, columns}, 'c'));
    }

    /** A pointer of its own to one of the numbers. */
    public FloatPointer at(long index) {
        return new FloatPointer(new PagedPointer(pointer.address() + index * Float.BYTES));
    }

    /** Takes over all numbers of an array with as many. */
    public void copy(Floats from) {
        Pointer.memcpy(pointer, from.pointer, pointer.capacity() * Float.BYTES);
    }

    /** Takes over all numbers of an array of the same shape, if it isn't this very one. */
    public void assign(INDArray from) {
        if (from != array) {
            array.assign(from);
        }
    }

    /** Whether an array has the same numbers, NaN and zeros' signs included. */
    public boolean equalBits(Floats other) {
        return bits.rewind().equals(other.bits.rewind());
    }

    public int length() {
        return floats.capacity();
    }

    public void read(int from, float[] to, int count) {
        floats.position(from);
        floats.get(to, 0, count);
    }

    public void write(int to, float[] from, int count) {
        floats.position(to);
        floats.put(from, 0, count);
    }

    public void readBits(int from, int[] to, int count) {
        bits.position(from);
        bits.get(to, 0, count);
    }

    public void writeBits(int to, int[] from, int count) {
        bits.position(to);
        bits.put(from, 0, count);
    }
}
