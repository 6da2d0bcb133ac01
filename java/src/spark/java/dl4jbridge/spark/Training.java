package dl4jbridge.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training by {@link ParameterAveragingTrainingMaster}, a round at a time.
 *
 * <p>What goes in and out is text, and files of plain numbers in a folder that the driver's two
 * processes share.
 */
public final class Training {

    private final JavaSparkContext spark;
    private final Path folder;
    private final DataType type;
    private Trained network;

    /**
     * @param spark  the context
     * @param folder where parameters and updater state are handed over
     * @param type   of all numbers, {@code FLOAT} or {@code DOUBLE}
     */
    public Training(JavaSparkContext spark, String folder, String type) {
        this.spark = spark;
        this.folder = Paths.get(folder);
        this.type = DataType.valueOf(type);
    }

    /** The rows that lie in files; shapes of rows are given as {@code 1,28,28;5}. */
    public Rows rows(String where, String prefix, String features, String labels, int size,
            boolean shuffle, String seed) {
        return new Rows(where, prefix, type, shapes(features), shapes(labels), size, shuffle,
                Long.parseLong(seed));
    }

    /** Makes the network, with the parameters and the state in the folder. */
    public void begin(String configuration, boolean graph) throws IOException {
        network = graph ? new TrainedGraph(spark, configuration)
                : new TrainedLayers(spark, configuration);
        network.parameters().assign(read("parameters", network.parameters()));
        INDArray state = network.state();
        if (state != null) {
            state.assign(read("state", state));
        }
    }

    /**
     * Has each worker train its batches from {@code first} on, and takes the mean.
     *
     * @param batches    of each worker; it may have none left
     * @param prefetch   batches a worker loads while it trains; 0 is none
     * @param epoch      whose order of rows it is
     * @param iterations as the network counts them, before
     * @param epochs     as the network counts them
     * @return a line for each batch: worker, number in this round, score, seconds since the round
     *     began in that worker
     */
    public String round(Rows rows, List<Integer> batches, int averaging, int prefetch, int epoch,
            int first, int iterations, int epochs) throws IOException {
        List<JavaRDD<String>> paths = paths(batches, epoch, first, first + averaging);
        CollectionAccumulator<double[]> notes = new CollectionAccumulator<>();
        spark.sc().register(notes);
        // Each worker has its batches already, in one partition: nothing is to be dealt anew.
        var master = new ParameterAveragingTrainingMaster.Builder(paths.size(), rows.size())
                .batchSizePerWorker(rows.size())
                .averagingFrequency(averaging)
                .workerPrefetchNumBatches(prefetch)
                .repartionData(Repartition.Never)
                .storageLevelStreams(null)
                .saveUpdater(true)
                .trainingHooks(Collections.singletonList(
                        new Recorder(notes, rows.seed(), iterations, epochs)))
                .build();
        network.count(iterations, epochs);
        network.fit(master, union(paths), rows);
        write("parameters", network.parameters());
        if (network.state() != null) {
            write("state", network.state());
        }
        StringJoiner lines = new StringJoiner("\n");
        for (double[] note : notes.value()) {
            lines.add(Arrays.toString(note));
        }
        return lines.toString();
    }

    /** Counts predictions on the cluster: a line for each true class, in the order of classes. */
    public String evaluate(Rows rows, List<Integer> batches, int classes) {
        List<JavaRDD<String>> paths = paths(batches, 0, 0, Integer.MAX_VALUE);
        Evaluation found = network.evaluate(union(paths), rows, new Evaluation(classes));
        StringJoiner lines = new StringJoiner("\n");
        for (int actual = 0; actual < classes; actual++) {
            int[] row = new int[classes];
            for (int predicted = 0; predicted < classes; predicted++) {
                row[predicted] = found.getConfusionMatrix().getCount(actual, predicted);
            }
            lines.add(Arrays.toString(row));
        }
        return lines.toString();
    }

    private JavaRDD<String> union(List<JavaRDD<String>> paths) {
        return paths.size() == 1 ? paths.get(0)
                : spark.union(paths.toArray(new JavaRDD[0]));
    }

    /** Those of each worker that has batches from the first to before the last. */
    private List<JavaRDD<String>> paths(List<Integer> batches, int epoch, int first, int last) {
        List<JavaRDD<String>> paths = new ArrayList<>();
        for (int worker = 0; worker < batches.size(); worker++) {
            List<String> mine = new ArrayList<>();
            for (int batch = first; batch < Math.min(last, batches.get(worker)); batch++) {
                mine.add(Rows.path(worker, epoch, batch));
            }
            if (!mine.isEmpty()) {
                paths.add(spark.parallelize(mine, 1));
            }
        }
        return paths;
    }

    private static long[][] shapes(String text) {
        return Arrays.stream(text.split(";"))
                .map(shape -> Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray())
                .toArray(long[][]::new);
    }

    private INDArray read(String name, INDArray like) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)))
                .order(ByteOrder.LITTLE_ENDIAN);
        return Shard.array(bytes, type, like.shape(), 'f');
    }

    private void write(String name, INDArray array) throws IOException {
        INDArray flat = array.dup('f').reshape('f', new long[] {array.length()});
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(array.length() * type.width()))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.DOUBLE) {
            bytes.asDoubleBuffer().put(flat.toDoubleVector());
        } else {
            bytes.asFloatBuffer().put(flat.toFloatVector());
        }
        Files.write(folder.resolve(name), bytes.array());
    }
}
