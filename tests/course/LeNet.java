import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A small LeNet: convolution, pooling, convolution, pooling, dense, output.
 * The learning rate falls with the number of iterations.
 */
public class LeNet {
    private final int channels = 1;
    private final int outputs = 10;
    private final long seed;
    private MultiLayerNetwork network;

    public LeNet(long seed) {
        this.seed = seed;
    }

    private MultiLayerConfiguration build() {
        Map<Integer, Double> learningRates = new HashMap<>();
        learningRates.put(0, 0.06);
        learningRates.put(15, 0.05);
        learningRates.put(30, 0.028);

        return new NeuralNetConfiguration.Builder()
            .seed(seed)
            .l2(0.0005)
            .weightInit(WeightInit.XAVIER)
            .updater(new Nesterovs(new MapSchedule(ScheduleType.ITERATION, learningRates), 0.9))
            .list()
            .layer(0, new ConvolutionLayer.Builder(5, 5)
                .nIn(channels)
                .stride(1, 1)
                .nOut(6)
                .activation(Activation.IDENTITY)
                .build())
            .layer(1, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build())
            .layer(2, new ConvolutionLayer.Builder(5, 5)
                .stride(1, 1) // nIn comes from the input type
                .nOut(12)
                .activation(Activation.RELU)
                .build())
            .layer(3, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build())
            .layer(4, new DenseLayer.Builder().activation(Activation.RELU).nOut(64).build())
            .layer(5, new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                .nOut(outputs)
                .activation(Activation.SOFTMAX)
                .build())
            .setInputType(InputType.convolutionalFlat(28, 28, channels))
            .build();
    }

    public void train(DataSetIterator data, int epochs) {
        network = new MultiLayerNetwork(build());
        network.init();
        for (int i = 0; i < epochs; i++) {
            network.fit(data);
            data.reset();
        }
    }

    public double test(DataSetIterator data) {
        Evaluation evaluation = network.evaluate(data);
        return evaluation.accuracy();
    }

    public long size() {
        return network.numParams();
    }

    public static void main(String[] args) throws Exception {
        DataSetIterator train = new MnistDataSetIterator(50, 1000, false, true, true, 12345);
        DataSetIterator test = new MnistDataSetIterator(50, 500, false, false, false, 12345);

        LeNet leNet = new LeNet(123);
        leNet.train(train, 2);
        System.out.println("Number of parameters: " + leNet.size());
        System.out.printf("Accuracy: %.2f %%%n", 100 * leNet.test(test));
    }
}
