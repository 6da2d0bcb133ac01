package dl4jbridge.spark;

import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the two kinds of network that Deeplearning4j trains on Spark have in common. */
interface Trained {

    INDArray parameters();

    /** The updater's, a view; null if it has none. */
    INDArray state();

    void count(int iterations, int epochs);

    /** Trains the batches at some paths; Deeplearning4j then counts too many, and an epoch. */
    void fit(TrainingMaster<?, ?> master, JavaRDD<String> paths, Rows rows);

    Evaluation evaluate(JavaRDD<String> paths, Rows rows, Evaluation empty);
}
