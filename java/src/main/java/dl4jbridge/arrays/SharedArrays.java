package dl4jbridge.arrays;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J arrays on memory that somebody else owns. */
public final class SharedArrays {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(LateDeallocation.GRACE_MS, TimeUnit.MILLISECONDS);

    static {
        LateDeallocation.install();
    }

    private SharedArrays() {}

    /**
     * An array on memory at an address, which neither copies nor frees it.
     *
     * @param owner   a direct buffer that keeps the memory alive; let go when no array uses it
     * @param address first element
     * @param length  elements from the first to the last, gaps included
     * @param strides in elements, not bytes; none may be negative
     * @param order   'c' or 'f'
     */
    public static INDArray wrap(ByteBuffer owner, long address, long length, DataType type,
                                long[] shape, long[] strides, char order) {
        PagedPointer memory = new PagedPointer(new PagedPointer(address), length);
        DataBuffer buffer = Nd4j.createBuffer(memory, length, type);
        // Views of the array hold this buffer too, so it is the last to be let go.
        CLEANER.register(buffer, new Hold(owner));
        return Nd4j.create(buffer, shape, strides, 0, order);
    }

    /** Keeps the owner reachable until the buffer has gone, and with it what was done on it. */
    private static final class Hold implements Runnable {
        private ByteBuffer owner;

        Hold(ByteBuffer owner) {
            this.owner = owner;
        }

        @Override
        public void run() {
            LATER.execute(() -> owner = null);
        }
    }
}
