package dl4jbridge.spark;

import dl4jbridge.train.BatchOrder;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The rows of a training in files, those of each worker apart, as batches in the bridge's order.
 *
 * <p>Deeplearning4j asks for a batch by a path; here it is {@code file:/worker/epoch/batch}.
 */
public final class Rows implements Serializable {

    private static final long serialVersionUID = 1;
    // An executor's process lives on from round to round; an order takes all epochs before it.
    private static final Map<Integer, Order> ORDERS = new HashMap<>();

    private final String folder;
    private final String prefix;
    private final DataType type;
    private final long[][] features;
    private final long[][] labels;
    private final int size;
    private final boolean shuffle;
    private final long seed;

    /**
     * @param folder   where the files are; empty where Spark has brought them
     * @param prefix   of their names
     * @param type     of the numbers
     * @param features shape of a row of each input
     * @param labels   likewise, of each output
     * @param size     rows a batch
     * @param shuffle  a new order each epoch
     * @param seed     of the first worker's order
     */
    Rows(String folder, String prefix, DataType type, long[][] features, long[][] labels, int size,
            boolean shuffle, long seed) {
        this.folder = folder;
        this.prefix = prefix;
        this.type = type;
        this.features = features;
        this.labels = labels;
        this.size = size;
        this.shuffle = shuffle;
        this.seed = seed;
    }

    /** Rows a batch. */
    int size() {
        return size;
    }

    long seed() {
        return seed;
    }

    /** How a batch is asked for. */
    static String path(int worker, int epoch, int batch) {
        return "file:/" + worker + "/" + epoch + "/" + batch;
    }

    /** A batch of a MultiLayerNetwork. */
    DataSet dataSet(String path) throws IOException {
        INDArray[][] batch = batch(path);
        return new DataSet(batch[0][0], batch[1][0]);
    }

    /** Features, then labels, of a batch. */
    INDArray[][] batch(String path) throws IOException {
        String[] words = URI.create(path).getPath().substring(1).split("/");
        int worker = Integer.parseInt(words[0]);
        int epoch = Integer.parseInt(words[1]);
        int first = Integer.parseInt(words[2]) * size;
        int[] rows;
        try (Shard shard = shard(worker, "x", 0, features[0])) {
            rows = rows(worker, epoch, shard.rows(), first);
        }
        return new INDArray[][] {
            arrays(worker, "x", features, rows), arrays(worker, "y", labels, rows)};
    }

    private INDArray[] arrays(int worker, String kind, long[][] shapes, int[] rows)
            throws IOException {
        INDArray[] arrays = new INDArray[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
            try (Shard shard = shard(worker, kind, i, shapes[i])) {
                arrays[i] = shard.rows(rows);
            }
        }
        return arrays;
    }

    private Shard shard(int worker, String kind, int number, long[] rowShape) throws IOException {
        String name = String.format("%s-%04d-%s%d.npy", prefix, worker, kind, number);
        Path path = folder.isEmpty() ? Paths.get(SparkFiles.get(name)) : Paths.get(folder, name);
        return new Shard(path, type, rowShape);
    }

    private int[] rows(int worker, int epoch, int count, int first) {
        int[] rows = new int[Math.min(size, count - first)];
        synchronized (ORDERS) {
            Order order = ORDERS.get(worker);
            if (order == null || !order.leadsTo(seed + worker, shuffle, count, epoch)) {
                order = new Order(seed + worker, shuffle, count);
                ORDERS.put(worker, order);
            }
            BatchOrder found = order.in(epoch);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = found.row(first + i);
            }
        }
        return rows;
    }

    private static final class Order {
        private final long seed;
        private final boolean shuffle;
        private final BatchOrder order;

        Order(long seed, boolean shuffle, int rows) {
            this.seed = seed;
            this.shuffle = shuffle;
            this.order = new BatchOrder(rows, shuffle, seed);
        }

        boolean leadsTo(long seed, boolean shuffle, int rows, int epoch) {
            return this.seed == seed && this.shuffle == shuffle && order.size() == rows
                    && order.epoch() <= epoch + 1;
        }

        BatchOrder in(int epoch) {
            while (order.epoch() <= epoch) {
                order.nextEpoch();
            }
            return order;
        }
    }
}
