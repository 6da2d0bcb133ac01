import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Learns a curve with two hidden layers and draws it with stars. */
public class Regression {

    //Random number generator seed, for reproducibility
    public static final int seed = 12345;
    //Number of epochs (full passes of the data)
    public static final int nEpochs = 25;
    //Number of data points
    public static final int nSamples = 200;
    public static final int batchSize = 20;
    public static final double learningRate = 0.01;
    static int MIN_X = -3;
    static int MAX_X = 3;

    public static final Random rng = new Random(seed);

    interface Curve {
        double at(double x);
    }

    public static void main(String[] args) {
        Curve curve = x -> Math.sin(2 * x) + 0.25 * x;
        DataSetIterator iterator = getTrainingData(curve, nSamples, batchSize, rng);

        MultiLayerNetwork net = new MultiLayerNetwork(getDeepDenseLayerNetworkConfiguration());
        net.init();
        for (int i = 0; i < nEpochs; i++) {
            iterator.reset();
            net.fit(iterator);
        }

        // how good is it where it was not trained?
        INDArray x = Nd4j.linspace(MIN_X, MAX_X, 25).reshape(25, 1);
        INDArray wanted = Nd4j.zeros(25, 1);
        for (int i = 0; i < x.length(); i++) {
            wanted.putScalar(i, curve.at(x.getDouble(i)));
        }
        INDArray predicted = net.output(x);

        RegressionEvaluation evaluation = new RegressionEvaluation(1);
        evaluation.eval(wanted, predicted);
        System.out.printf("MSE %.5f, MAE %.5f, R^2 %.5f%n", evaluation.meanSquaredError(0),
            evaluation.meanAbsoluteError(0), evaluation.rSquared(0));

        for (int i = 0; i < 25; i += 2) {
            StringBuilder line = new StringBuilder();
            int column = (int) Math.round(20 + 10 * predicted.getDouble(i));
            for (int c = 0; c < column; c++) {
                line.append(' ');
            }
            line.append('*');
            System.out.println(String.format("%6.2f ", x.getDouble(i)) + line);
        }
    }

    private static MultiLayerConfiguration getDeepDenseLayerNetworkConfiguration() {
        final int numHiddenNodes = 24;
        return new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(learningRate))
            .list()
            .layer(0, new DenseLayer.Builder().nIn(1).nOut(numHiddenNodes)
                .activation(Activation.TANH).build())
            .layer(1, new DenseLayer.Builder().nIn(numHiddenNodes).nOut(numHiddenNodes)
                .activation(Activation.TANH).build())
            .layer(2, new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nIn(numHiddenNodes).nOut(1).build())
            .build();
    }

    private static DataSetIterator getTrainingData(Curve curve, int samples, int batchSize, Random rng) {
        double[] xs = new double[samples];
        double[] ys = new double[samples];
        for (int i = 0; i < samples; i++) {
            xs[i] = MIN_X + (MAX_X - MIN_X) * rng.nextDouble();
            ys[i] = curve.at(xs[i]) + 0.05 * rng.nextGaussian();
        }
        INDArray inputs = Nd4j.create(xs, new int[]{samples, 1});
        INDArray outputs = Nd4j.create(ys, new int[]{samples, 1});
        List<DataSet> examples = new ArrayList<>(new DataSet(inputs, outputs).asList());
        Collections.shuffle(examples, rng);
        return new ListDataSetIterator<>(examples, batchSize);
    }
}
