import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The exclusive or: two inputs, four hidden units, one output. */
public class Xor {

    public static void main(String[] args) {
        INDArray input = Nd4j.zeros(4, 2);
        INDArray labels = Nd4j.zeros(4, 1);

        // 0 xor 0 = 0
        input.putScalar(new int[]{0, 0}, 0);
        input.putScalar(new int[]{0, 1}, 0);
        labels.putScalar(new int[]{0, 0}, 0);
        // 1 xor 0 = 1
        input.putScalar(new int[]{1, 0}, 1);
        input.putScalar(new int[]{1, 1}, 0);
        labels.putScalar(new int[]{1, 0}, 1);
        // 0 xor 1 = 1
        input.putScalar(new int[]{2, 0}, 0);
        input.putScalar(new int[]{2, 1}, 1);
        labels.putScalar(new int[]{2, 0}, 1);
        // 1 xor 1 = 0
        input.putScalar(new int[]{3, 0}, 1);
        input.putScalar(new int[]{3, 1}, 1);
        labels.putScalar(new int[]{3, 0}, 0);

        DataSet data = new DataSet(input, labels);

        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
            .seed(42)
            .weightInit(WeightInit.XAVIER)
            .updater(new Sgd(1.0))
            .list()
            .layer(0, new DenseLayer.Builder().nIn(2).nOut(4)
                .activation(Activation.TANH)
                .build())
            .layer(1, new OutputLayer.Builder(LossFunctions.LossFunction.MSE).nIn(4).nOut(1)
                .activation(Activation.SIGMOID)
                .build())
            .build();

        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();

        for (int i = 0; i < 400; i++) {
            net.fit(data);
            if (i % 200 == 0) {
                System.out.println("Score at iteration " + i + " is " + net.score());
            }
        }

        INDArray output = net.output(input);
        int correct = 0;
        for (int row = 0; row < 4; row++) {
            double y = output.getDouble(row, 0);
            boolean right = (y > 0.5) == (labels.getDouble(row, 0) == 1.0);
            if (right) {
                correct++;
            }
            System.out.println((int) input.getDouble(row, 0) + " xor " + (int) input.getDouble(row, 1)
                + " = " + y + (right ? "" : "   wrong!"));
        }
        System.out.println(correct + " of 4 are right");
    }
}
