import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A graph: a wide and a narrow path beside each other, then a residual block.
 *
 *          input
 *         /     \
 *      wide    narrow
 *         \     /
 *         (merge)
 *            |--------.
 *          first      |
 *            |        |
 *         second      |
 *            |        |
 *          (add) -----'
 *            |
 *          output
 */
public class Graph
{
    static final int HEIGHT = 28, WIDTH = 28;

    enum Path { WIDE(48, Activation.RELU), NARROW(16, Activation.TANH);
        final int units;
        final Activation activation;

        Path(int units, Activation activation)
        {
            this.units = units;
            this.activation = activation;
        }

        DenseLayer layer()
        {
            return new DenseLayer.Builder().nIn(HEIGHT * WIDTH).nOut(units).activation(activation).build();
        }
    }

    public static void main(String... args) throws Exception
    {
        var block = Path.WIDE.units + Path.NARROW.units;
        ComputationGraphConfiguration conf = new NeuralNetConfiguration.Builder()
            .seed(31)
            .weightInit(WeightInit.XAVIER)
            .updater(new Adam(2e-3))
            .graphBuilder()
            .addInputs("pixels")
            .addLayer("wide", Path.WIDE.layer(), "pixels")
            .addLayer("narrow", Path.NARROW.layer(), "pixels")
            .addVertex("merge", new MergeVertex(), "wide", "narrow")
            .addLayer("first", new DenseLayer.Builder().nIn(block).nOut(block).activation(Activation.RELU).build(), "merge")
            .addLayer("norm", new BatchNormalization.Builder().nIn(block).nOut(block).build(), "first")
            .addLayer("second", new DenseLayer.Builder().nIn(block).nOut(block).activation(Activation.IDENTITY).build(), "norm")
            .addVertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "merge", "second")
            .addLayer("digit", new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD).nIn(block).nOut(10)
                .activation(Activation.SOFTMAX).build(), "add")
            .setOutputs("digit")
            .build();

        ComputationGraph graph = new ComputationGraph(conf);
        graph.init();
        for (Path path : Path.values())
        {
            System.out.println(path + " has " + graph.getLayer(path.name().toLowerCase()).numParams() + " parameters");
        }
        System.out.println("all together: " + graph.numParams());

        DataSetIterator train = new MnistDataSetIterator(50, 2500, false, true, true, 31);
        do
        {
            graph.fit(train);
        }
        while (graph.getEpochCount() < 2);

        DataSetIterator test = new MnistDataSetIterator(50, 500, false, false, false, 31);
        Evaluation evaluation = graph.evaluate(test);
        System.out.println("accuracy " + evaluation.accuracy());

        test.reset();
        DataSet few = test.next();
        INDArray output = graph.outputSingle(few.getFeatures());
        INDArray guess = output.argMax(1);
        INDArray truth = few.getLabels().argMax(1);
        String line = "";
        for (int i = 0; i < 10; i++)
        {
            line += guess.getInt(i) + (guess.getInt(i) == truth.getInt(i) ? " " : "(" + truth.getInt(i) + ") ");
        }
        System.out.println(line.trim());
    }
}
