package dl4jbridge.trace;

import java.lang.reflect.Field;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What there is to say of a batch. */
final class Batch {

    /** A graph has no method that tells. */
    private static final Field LABELS = labels();

    final long rows;
    final String features;
    final String labels;
    final boolean binary;

    private Batch(INDArray[] features, INDArray[] labels) {
        boolean binary = true;
        for (INDArray one : features) {
            binary = binary && Values.binary(one);
        }
        this.rows = features.length == 0 || features[0] == null ? 0 : features[0].size(0);
        this.features = hash(features);
        this.labels = hash(labels);
        this.binary = binary;
    }

    /** Of what an iterator gave; null if that is none of ND4J's. */
    static Batch of(Object data) {
        if (data instanceof DataSet) {
            DataSet one = (DataSet) data;
            return new Batch(array(one.getFeatures()), array(one.getLabels()));
        }
        if (data instanceof MultiDataSet) {
            MultiDataSet many = (MultiDataSet) data;
            return new Batch(array(many.getFeatures()), array(many.getLabels()));
        }
        return null;
    }

    /** Of what a network is about to learn from; null if it is no whole network. */
    static Batch at(Object model) throws IllegalAccessException {
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork network = (MultiLayerNetwork) model;
            return new Batch(array(network.getInput()), array(network.getLabels()));
        }
        if (model instanceof ComputationGraph) {
            ComputationGraph graph = (ComputationGraph) model;
            return new Batch(array(graph.getInputs()), array((INDArray[]) LABELS.get(graph)));
        }
        return null;
    }

    private static String hash(INDArray[] arrays) {
        CRC32 hash = new CRC32();
        for (INDArray one : arrays) {
            Values.add(hash, one);
        }
        return Values.text(hash);
    }

    private static Field labels() {
        try {
            Field labels = ComputationGraph.class.getDeclaredField("labels");
            labels.setAccessible(true);
            return labels;
        } catch (NoSuchFieldException anotherVersion) {
            throw new LinkageError("ComputationGraph has no field labels", anotherVersion);
        }
    }

    private static INDArray[] array(INDArray... arrays) {
        return arrays == null ? new INDArray[0] : arrays;
    }
}
