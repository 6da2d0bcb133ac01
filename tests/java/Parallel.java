import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A course program that trains one network by two workers. */
public class Parallel {

    public static void main(String[] args) throws Exception {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(123)
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nIn(784).nOut(10).activation(Activation.SOFTMAX).build())
                .build());
        net.init();
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(net)
                .workers(2)
                .prefetchBuffer(4)
                .averagingFrequency(2)
                .build();
        wrapper.fit(new MnistDataSetIterator(50, 1000, false, true, true, 123));
        wrapper.shutdown();
        System.out.println("iterations " + net.getIterationCount());
        double accuracy = net.evaluate(new MnistDataSetIterator(100, 1000, false, false, false, 1))
                .accuracy();
        System.out.println(accuracy > 0.5 ? "it has learnt" : "it has not learnt: " + accuracy);
    }
}
