import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.*;

import static org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD;

// Arguments: number of epochs, name of the updater. Both may be left out.
public class MnistTwoLayers {

    public static void main(String[] args) throws Exception {
        int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        String updaterName = args.length > 1 ? args[1] : "nadam";

        IUpdater updater;
        switch (updaterName.toLowerCase()) {
            case "adam":
                updater = new Adam(0.0015);
                break;
            case "rmsprop":
                updater = new RmsProp(0.0015);
                break;
            case "nesterovs":
                updater = new Nesterovs(0.05, 0.9);
                break;
            case "nadam":
                updater = new Nadam(0.0015);
                break;
            default:
                System.err.println("Unknown updater: " + updaterName);
                System.exit(2);
                return;
        }

        int rngSeed = 123;
        DataSetIterator mnistTrain = new MnistDataSetIterator(64, 4000, false, true, true, rngSeed);
        DataSetIterator mnistTest = new MnistDataSetIterator(64, 1000, false, false, false, rngSeed);

        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
        builder.seed(rngSeed);
        builder.activation(Activation.RELU);
        builder.weightInit(WeightInit.XAVIER);
        builder.updater(updater);
        builder.l2(0.0015 * 0.005);

        MultiLayerNetwork model = new MultiLayerNetwork(builder.list()
            .layer(new DenseLayer.Builder().nIn(28 * 28).nOut(100).build())
            .layer(new DenseLayer.Builder().nIn(100).nOut(50).dropOut(0.9).build())
            .layer(new OutputLayer.Builder(NEGATIVELOGLIKELIHOOD)
                .activation(Activation.SOFTMAX).nIn(50).nOut(10).build())
            .build());
        model.init();
        model.setListeners(new ScoreIterationListener(20));

        System.out.println(model.summary());
        model.fit(mnistTrain, epochs);

        Evaluation eval = model.evaluate(mnistTest);
        System.out.println("Accuracy:  " + eval.accuracy());
        System.out.println("Precision: " + eval.precision());
        System.out.println("Recall:    " + eval.recall());
        System.out.println("F1 score:  " + eval.f1());
        System.out.println(eval.confusionToString());
    }
}
