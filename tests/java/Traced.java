import java.io.File;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** All that a trace tells of, with seeds or without; prints what would differ. */
public class Traced {

    static boolean seeded;

    static NeuralNetConfiguration.Builder builder() {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder();
        return seeded ? builder.seed(123) : builder;
    }

    static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(builder().updater(new Adam(0.05)).list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(6)
                        .activation(Activation.TANH).dropOut(0.8).build())
                .layer(new OutputLayer.Builder().nIn(6).nOut(3)
                        .activation(Activation.SOFTMAX).build())
                .build());
        network.init();
        return network;
    }

    static void print(String name, INDArray values) {
        long bits = 0;
        for (int i = 0; i < values.length(); i++) {
            bits = 31 * bits + Float.floatToIntBits(values.getFloat(i));
        }
        System.out.println(name + " " + Long.toHexString(bits));
    }

    /** An iterator that the program itself declares. */
    static class Own extends ListDataSetIterator<DataSet> {
        Own(DataSet data, int batch) {
            super(data.asList(), batch);
        }
    }

    static void graph(DataSet data) {
        ComputationGraph graph = new ComputationGraph(builder().graphBuilder().addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(5).build(), "in")
                .addLayer("out", new OutputLayer.Builder().nIn(5).nOut(3)
                        .activation(Activation.SOFTMAX).build(), "hidden")
                .setOutputs("out").build());
        graph.init();
        graph.fit(new Own(data, 20), 1); // line GRAPH
        print("graph", graph.params());
    }

    static void earlyStopping(DataSet data) {
        Own iterator = new Own(data, 30);
        EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                        .epochTerminationConditions(new MaxEpochsTerminationCondition(2))
                        .scoreCalculator(new DataSetLossCalculator(iterator, true))
                        .modelSaver(new InMemoryModelSaver<>()).build();
        print("early", new EarlyStoppingTrainer(configuration, network(), iterator).fit()
                .getBestModel().params());
    }

    /** What JPype does once as the JVM ends, done for as long as the agent may be writing. */
    static void interruptAll() {
        for (long end = System.nanoTime() + 500_000_000L; System.nanoTime() < end; ) {
            Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(Traced::interruptAll));
        seeded = arguments[0].equals("seeded");
        Random random = seeded ? new Random(5) : new Random();
        if (seeded) {
            Nd4j.getRandom().setSeed(7);
        }
        INDArray features = Nd4j.create(60, 4);
        INDArray labels = Nd4j.create(60, 3);
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 4; j++) {
                features.putScalar(i, j, i * (j + 1) % 2);
            }
            labels.putScalar(i, i % 3, 1);
        }
        DataSet data = new DataSet(features, labels);
        if (seeded) {
            data.shuffle(3);
        } else {
            data.shuffle();
        }
        print("noise", Nd4j.rand(5, 4).addi(random.nextDouble()).addi(seeded ? 0 : Math.random()));
        MultiLayerNetwork network = network();
        network.fit(new ListDataSetIterator<>(data.asList(), 16), 2); // line FIT
        network.fit(data);
        network.evaluate(new Own(data, 60));
        Evaluation own = new Evaluation(3);
        own.eval(labels, network.output(features));
        System.out.println(own.accuracy()); // line ASK
        own.stats();
        File file = new File(arguments[1]);
        ModelSerializer.writeModel(network, file, true);
        ModelSerializer.restoreMultiLayerNetwork(file).fit(data);
        MultiLayerNetwork changed = new TransferLearning.Builder(network)
                .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
                .setFeatureExtractor(0).build();
        changed.fit(data);
        print("changed", changed.params());
        print("network", network.params());
        graph(data);
        earlyStopping(data);
        System.exit(3);
    }
}
