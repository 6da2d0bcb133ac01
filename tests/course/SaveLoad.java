import java.io.File;
import java.io.IOException;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Trains, saves, loads, goes on training: the loaded network must be the same in every bit. */
public class SaveLoad {

    static MultiLayerNetwork create() {
        return new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(4711)
                .updater(AdaGrad.builder().learningRate(0.05).build())
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(32).activation(Activation.ELU).l1(1e-5).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nIn(32).nOut(10)
                    .activation(Activation.SOFTMAX).build())
                .build());
    }

    public static void main(String[] args) {
        File file = null;
        try {
            DataSetIterator train = new MnistDataSetIterator(50, 1000, false, true, true, 4711);
            DataSetIterator test = new MnistDataSetIterator(250, 500, false, false, false, 4711);

            MultiLayerNetwork net = create();
            net.init();
            net.fit(train);
            double firstAccuracy = net.evaluate(test).accuracy();

            file = File.createTempFile("digits", ".zip");
            boolean saveUpdater = true; // needed to go on with the training
            ModelSerializer.writeModel(net, file, saveUpdater);
            MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file);

            System.out.println("Same parameters: " + net.params().equals(restored.params()));
            System.out.println("Same configuration: "
                + net.getLayerWiseConfigurations().equals(restored.getLayerWiseConfigurations()));
            System.out.println("Same updater state: "
                + net.getUpdater().getStateViewArray().equals(restored.getUpdater().getStateViewArray()));

            restored.fit(train);
            test.reset();
            double secondAccuracy = restored.evaluate(test).accuracy();
            System.out.printf("%.3f before, %.3f after one more epoch%n", firstAccuracy, secondAccuracy);

            test.reset();
            INDArray digit = test.next().getFeatures().getRow(0, true);
            INDArray probabilities = restored.output(digit);
            for (int i = 0; i < probabilities.columns(); i++) {
                System.out.printf("%d: %s%n", i, bar(probabilities.getDouble(0, i)));
            }
        } catch (IOException e) {
            System.err.println("Cannot read or write: " + e.getMessage());
            System.exit(1);
        } finally {
            if (file != null && !file.delete()) {
                System.err.println("The file " + file + " stays.");
            }
        }
    }

    private static String bar(double p) {
        int length = (int) (p * 40);
        StringBuilder sb = new StringBuilder();
        while (sb.length() < length) {
            sb.append("#");
        }
        return sb.toString() + String.format(" %.4f", p);
    }
}
