package dl4jbridge.spark;

import dl4jbridge.train.AdaBeliefs;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph. */
final class TrainedGraph implements Trained {

    private final JavaSparkContext spark;
    private final ComputationGraph network;

    TrainedGraph(JavaSparkContext spark, String configuration) {
        this.spark = spark;
        this.network = new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
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
        network.getConfiguration().setIterationCount(iterations);
        network.getConfiguration().setEpochCount(epochs);
    }

    @Override
    public void fit(TrainingMaster<?, ?> master, JavaRDD<String> paths, Rows rows) {
        new SparkComputationGraph(spark, network, master).fitPaths(paths, new GraphLoader(rows));
    }

    @Override
    public Evaluation evaluate(JavaRDD<String> paths, Rows rows, Evaluation empty) {
        return (Evaluation) new SparkComputationGraph(spark, network, null)
                .doEvaluation(paths, 1, rows.size(), new GraphLoader(rows), empty)[0];
    }
}
