import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Sets no seed: each run begins with other weights, and shuffles the digits by the clock. */
public class NoSeed {
    public static void main(String[] args) throws Exception {
        DataSetIterator train = new MnistDataSetIterator(64, 1280, false, true, true, System.nanoTime());
        DataSetIterator test = new MnistDataSetIterator(64, 640, false, false, false, 1);

        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
            .weightInit(WeightInit.XAVIER)
            .updater(new Adam(0.002))
            .list()
            .layer(0, new DenseLayer.Builder().nIn(784).nOut(30).activation(Activation.RELU).dropOut(0.8).build())
            .layer(1, new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(30).nOut(10)
                .activation(Activation.SOFTMAX).build())
            .build();
        MultiLayerNetwork model = new MultiLayerNetwork(conf);
        model.init();
        model.fit(train, 2);

        Evaluation evaluation = model.evaluate(test);
        System.out.println("Accuracy: " + evaluation.accuracy());
    }
}
