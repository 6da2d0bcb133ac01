package dl4jbridge.trace;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of arrays, read where they lie. */
final class Values {

    private static final long PART = 1L << 28;

    private Values() {
    }

    /** The memory of some elements of an array without gaps, in pieces that fit a buffer. */
    static List<ByteBuffer> parts(INDArray array, long from, long count) {
        int size = array.dataType().width();
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        Pointer start = array.data().addressPointer();
        long begin = start.address() + from * size;
        long end = begin + count * size;
        List<ByteBuffer> parts = new ArrayList<>(1);
        for (long at = begin; at < end; at += PART) {
            parts.add(new Place(at, Math.min(PART, end - at)).asByteBuffer());
        }
        return parts;
    }

    /** Adds an array to a hash: its values in C order, whatever its layout. */
    static void add(CRC32 hash, INDArray array) {
        if (array == null || array.isEmpty()) {
            return;
        }
        if (liesInOrder(array)) {
            parts(array, 0, array.length()).forEach(hash::update);
            // Native memory is freed with the object, which may be as soon as nothing uses it.
            Reference.reachabilityFence(array);
            return;
        }
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray copy = array.dup('c');
            parts(copy, 0, copy.length()).forEach(hash::update);
            copy.close();
        }
    }

    static String text(CRC32 hash) {
        return String.format("%08x", hash.getValue());
    }

    /** Whether all values are 0 or 1. */
    static boolean binary(INDArray array) {
        if (array == null || array.isEmpty()) {
            return false;
        }
        if (array.dataType() != DataType.FLOAT || !isDense(array)) {
            for (long i = 0; i < array.length(); i++) {
                double one = array.getDouble(i);
                if (one != 0 && one != 1) {
                    return false;
                }
            }
            return true;
        }
        for (ByteBuffer part : parts(array, 0, array.length())) {
            FloatBuffer floats = part.order(ByteOrder.nativeOrder()).asFloatBuffer();
            while (floats.hasRemaining()) {
                float one = floats.get();
                if (one != 0 && one != 1) {
                    return false;
                }
            }
        }
        Reference.reachabilityFence(array);
        return true;
    }

    private static boolean liesInOrder(INDArray array) {
        long expected = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1) {
                if (array.stride(i) != expected) {
                    return false;
                }
                expected *= array.size(i);
            }
        }
        return true;
    }

    /** Whether the elements fill their memory, in C or Fortran order. */
    private static boolean isDense(INDArray array) {
        long expected = 1;
        for (int i = 0; i < array.rank(); i++) {
            if (array.size(i) != 1 && array.stride(i) != expected) {
                return liesInOrder(array);
            }
            expected *= array.size(i);
        }
        return true;
    }

    /** Memory that somebody else owns. */
    private static final class Place extends BytePointer {
        Place(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }
}
