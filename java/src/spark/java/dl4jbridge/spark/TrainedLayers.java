package dl4jbridge.spark;

import dl4jbridge.train.AdaBeliefs;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A MultiLayerNetwork. */
final class TrainedLayers implements Trained {

    private final JavaSparkContext spark;
    private final MultiLayerNetwork network;

    TrainedLayers(JavaSparkContext spark, String configuration) {
        this.spark = spark;
        this.network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
        network.init();
        AdaBeliefs.makeUpdater(network);
    }

    @Override
    public INDArray parameters() {
        return network.params();
    }

    @Override
    public INDArray state() {
        return network.getUpdater().getStateViewArray();
    }

    @Override
    public void count(int iterations, int epochs) {
        network.setIterationCount(iterations);
        network.setEpochCount(epochs);
    }

    @Override
    public void fit(TrainingMaster<?, ?> master, JavaRDD<String> paths, Rows rows) {
        new SparkDl4jMultiLayer(spark, network, master).fitPaths(paths, new Loader(rows));
    }

    @Override
    public Evaluation evaluate(JavaRDD<String> paths, Rows rows, Evaluation empty) {
        // Given paths, 1.0.0-M2 takes every network for a graph.
        JavaRDD<DataSet> data = paths.map(rows::dataSet);
        return new SparkDl4jMultiLayer(spark, network, null)
                .doEvaluation(data, 1, rows.size(), empty)[0];
    }
}
