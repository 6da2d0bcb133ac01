package dl4jbridge.arrays;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where ND4J keeps the numbers of its arrays: in the memory of this process, or on a graphics card,
 * with a mirror here that is only sometimes as new.
 */
public final class Placement {

    /** With the value {@code copied} arrays are treated as if they were on a card. */
    private static final String PROPERTY = "dl4jbridge.arrays";

    private static final boolean HOST =
            Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
                    && !"copied".equals(System.getProperty(PROPERTY));

    static {
        LateDeallocation.install();
    }

    private Placement() {}

    /** Whether all can be done by address; else arrays must be copied in and out. */
    public static boolean isHost() {
        return HOST;
    }

    /** An array's numbers in the memory of this process, as new as the array. */
    public static BytePointer here(INDArray array) {
        // Where there is no card it does nothing.
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return new BytePointer(array.data().addressPointer());
    }

    /** Has the next operation take what was written to where {@link #here} points. */
    public static void written(INDArray array) {
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /**
     * A new array, outside of any workspace.
     *
     * @param address its numbers, without gaps, in the order asked for; 0 leaves them as they come
     */
    public static INDArray copyIn(long address, DataType type, long[] shape, char order) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray array = Nd4j.createUninitialized(type, shape, order);
            if (address != 0) {
                Pointer.memcpy(here(array), at(address), bytes(array));
                written(array);
            }
            return array;
        }
    }

    /**
     * Copies an array's numbers, whatever its layout.
     *
     * @param address where to, without gaps, in the order asked for
     */
    public static void copyOut(INDArray array, char order, long address) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray packed = array.dup(order);
            Pointer.memcpy(at(address), here(packed), bytes(packed));
            packed.close();
        }
    }

    private static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }

    private static Pointer at(long address) {
        return new Place(address);
    }

    private static final class Place extends Pointer {
        Place(long address) {
            this.address = address;
        }
    }
}
