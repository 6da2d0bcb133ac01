package dl4jbridge.train;

import dl4jbridge.arrays.Placement;
import dl4jbridge.team.Team;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Batches of one array: a view where the rows lie together, else rows gathered into an array
 * that every batch of the same size uses again, distorted on the way if that is wanted.
 */
final class Rows {

    // Below, waking a thread takes longer than what it could copy.
    private static final long LEAST_BYTES = 1 << 18;
    // As long as a wake-up takes, several times over.
    private static final int DISTORTED = 4;

    private final INDArray all;
    private final Augmentation augmentation;
    private final BytePointer source;
    private final long rowBytes;
    private final Map<Integer, Gathered> gathered = new HashMap<>();
    private final Map<Integer, INDArray> views = new HashMap<>();

    /** @param all C-ordered without gaps; axis 0 counts the rows */
    Rows(INDArray all) {
        this(all, null);
    }

    /** @param augmentation of float32 images, or null */
    Rows(INDArray all, Augmentation augmentation) {
        if (!isPacked(all)) {
            throw new IllegalArgumentException("training data must be C-ordered, without gaps");
        }
        this.all = all;
        this.augmentation = augmentation;
        this.source = Placement.here(all);
        this.rowBytes = all.length() / all.size(0) * all.dataType().width();
    }

    // Not ND4J's own check: that one stumbles over an axis of length 1, a grey image's channel.
    private static boolean isPacked(INDArray array) {
        long[] packed = ArrayUtil.calcStrides(array.shape());
        for (int axis = 0; axis < packed.length; axis++) {
            if (array.size(axis) > 1 && array.stride(axis) != packed[axis]) {
                return false;
            }
        }
        return true;
    }

    INDArray batch(BatchOrder order, int from, int to) {
        return order.shuffled() || augmentation != null ? gather(order, from, to) : view(from, to);
    }

    private INDArray view(int from, int to) {
        return views.computeIfAbsent(from, start -> {
            INDArrayIndex[] index = new INDArrayIndex[all.rank()];
            index[0] = NDArrayIndex.interval(from, to);
            for (int axis = 1; axis < index.length; axis++) {
                index[axis] = NDArrayIndex.all();
            }
            return all.get(index);
        });
    }

    private INDArray gather(BatchOrder order, int from, int to) {
        // A card may still be reading the last batch while the next one is gathered here.
        Gathered batch = Placement.isHost()
                ? gathered.computeIfAbsent(to - from, this::empty) : empty(to - from);
        int share = augmentation == null ? (int) Math.max(1, LEAST_BYTES / rowBytes) : DISTORTED;
        Team.run((to - from + share - 1) / share, task -> {
            int first = from + task * share;
            int last = Math.min(first + share, to);
            if (augmentation == null) {
                copy(order, first, last, batch, from);
            } else {
                distort(order, first, last, batch, from);
            }
        });
        Placement.written(batch.array);
        return batch.array;
    }

    private void copy(BatchOrder order, int first, int last, Gathered batch, int from) {
        // Pointers of its own: a position belongs to one thread.
        BytePointer row = new BytePointer(source);
        BytePointer place = new BytePointer(batch.memory);
        for (int i = first; i < last; i++) {
            row.position(order.row(i) * rowBytes);
            place.position((i - from) * rowBytes);
            Pointer.memcpy(place, row, rowBytes);
        }
    }

    private void distort(BatchOrder order, int first, int last, Gathered batch, int from) {
        FloatPointer rows = new FloatPointer(source);
        FloatPointer places = new FloatPointer(batch.memory);
        float[] image = new float[augmentation.length()];
        float[] distorted = new float[image.length];
        for (int i = first; i < last; i++) {
            int row = order.row(i);
            rows.position((long) row * image.length).get(image);
            augmentation.distort(image, distorted, row, order.epoch());
            places.position((long) (i - from) * image.length).put(distorted);
        }
    }

    private Gathered empty(int rows) {
        long[] shape = all.shape().clone();
        shape[0] = rows;
        return new Gathered(Nd4j.createUninitialized(all.dataType(), shape, 'c'));
    }

    private static final class Gathered {
        final INDArray array;
        final BytePointer memory;

        Gathered(INDArray array) {
            this.array = array;
            this.memory = Placement.here(array);
        }
    }
}
