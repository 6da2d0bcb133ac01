package transfer;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** First learns ten digits, then even and odd with the first layer frozen. */
public class Transfer {

    private static final int SEED = 17;

    public static void main(String[] args) throws Exception {
        MultiLayerNetwork tenDigits = learnDigits();
        MultiLayerNetwork parity = replaceHead(tenDigits);

        double before = tenDigits.getLayer(0).getParam("W").sumNumber().doubleValue();
        List<DataSet> training = Digits.evenOrOdd(Digits.training(1000));
        for (int epoch = 0; epoch < 4; ++epoch) {
            training.forEach(parity::fit);
        }
        double after = parity.getLayer(0).getParam("W").sumNumber().doubleValue();
        System.out.println("The frozen layer " + (before == after ? "stayed as it was" : "has changed"));

        Evaluation evaluation = new Evaluation(List.of("even", "odd"));
        for (DataSet batch : Digits.evenOrOdd(Digits.test(500))) {
            evaluation.eval(batch.getLabels(), parity.output(batch.getFeatures()));
        }
        System.out.println("Even or odd: " + evaluation.accuracy());
    }

    private static MultiLayerNetwork learnDigits() throws Exception {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .weightInit(WeightInit.XAVIER)
            .activation(Activation.RELU)
            .updater(new Adam(1e-3))
            .list()
            .layer(new DenseLayer.Builder().nIn(784).nOut(64).build())
            .layer(new DenseLayer.Builder().nIn(64).nOut(32).build())
            .layer(new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                .nIn(32).nOut(10).activation(Activation.SOFTMAX).build())
            .build();
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init();
        network.fit(Digits.training(2000), 2);
        DataSetIterator test = Digits.test(500);
        System.out.println("Ten digits: " + network.evaluate(test).accuracy());
        return network;
    }

    private static MultiLayerNetwork replaceHead(MultiLayerNetwork network) {
        FineTuneConfiguration fineTune = new FineTuneConfiguration.Builder()
            .updater(new Adam(2e-3))
            .seed(SEED)
            .build();
        return new TransferLearning.Builder(network)
            .fineTuneConfiguration(fineTune)
            .setFeatureExtractor(0)
            .removeOutputLayer()
            .addLayer(new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                .nIn(32).nOut(2)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.SOFTMAX).build())
            .build();
    }
}
