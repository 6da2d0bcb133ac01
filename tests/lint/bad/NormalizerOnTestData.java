import org.deeplearning4j.datasets.iterator.impl.IrisDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class NormalizerOnTestData {

    public static void main(String[] args) throws Exception {
        DataSet all = new IrisDataSetIterator(150, 150).next();
        SplitTestAndTrain split = all.splitTestAndTrain(0.7);
        DataSet train = split.getTrain();
        DataSet held = split.getTest();
        NormalizerStandardize scaler = new NormalizerStandardize();
        scaler.fit(held); // ! normalizer-on-test-data
        scaler.transform(train);
        scaler.transform(held);
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(123)
                .updater(new Adam(0.001))
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(8).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork model = new MultiLayerNetwork(conf);
        model.init();
        model.fit(train);
        Evaluation evaluation = new Evaluation(3);
        evaluation.eval(held.getLabels(), model.output(held.getFeatures()));
        System.out.println(evaluation.stats());
    }
}
