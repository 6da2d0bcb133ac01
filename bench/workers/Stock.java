import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Stock Deeplearning4j as a contender: a plain Java program, written as the course writes it. */
public final class Stock {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MultiLayerNetwork model;
    private DataSetIterator batches;
    private INDArray digits;

    /** Answers until standard input ends; with the argument {@code ready}, only starts ND4J. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("ready")) {
            Nd4j.zeros(1);
            return;
        }
        PrintStream answers = System.out;
        System.setOut(System.err);
        Nd4j.zeros(1);
        String java = System.getProperty("java.version");
        answers.println(JSON.writeValueAsString(Map.of("versions", Map.of("java", java))));
        Stock stock = new Stock();
        BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            answers.println(JSON.writeValueAsString(stock.answer(JSON.readTree(line))));
        }
    }

    private Map<String, ?> answer(JsonNode question) throws Exception {
        switch (question.get("ask").asText()) {
            case "prepare":
                prepare(question.get("network"));
                return Map.of();
            case "train":
                return seconds(() -> model.fit(batches));
            case "predict":
                if (digits == null) {
                    digits = new MnistDataSetIterator(10_000, false, 123).next().getFeatures();
                }
                return seconds(() -> model.output(digits));
            case "accuracy":
                DataSetIterator test = new MnistDataSetIterator(1000, false, 123);
                return Map.of("accuracy", model.evaluate(test).accuracy());
            default:
                return Map.of("unavailable", "a plain Java program has no numpy arrays");
        }
    }

    private static Map<String, Double> seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Map.of("seconds", (System.nanoTime() - start) / 1e9);
    }

    private void prepare(JsonNode network) throws Exception {
        boolean convolutions = network.get("channels").size() > 0;
        double rate = network.get("learning_rate").asDouble();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(123)
                .weightInit(WeightInit.XAVIER)
                .updater(convolutions ? new Adam(rate) : new Nesterovs(rate, 0.9))
                .l2(network.get("l2").asDouble())
                .list();
        for (JsonNode channels : network.get("channels")) {
            layers.layer(new ConvolutionLayer.Builder(5, 5)
                    .stride(1, 1)
                    .nOut(channels.asInt())
                    .activation(Activation.IDENTITY)
                    .build());
            layers.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
        for (JsonNode units : network.get("hidden")) {
            layers.layer(new DenseLayer.Builder()
                    .nOut(units.asInt())
                    .activation(Activation.RELU)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        layers.setInputType(convolutions
                ? InputType.convolutionalFlat(28, 28, 1)
                : InputType.feedForward(784));
        model = new MultiLayerNetwork(layers.build());
        model.init();
        int batch = network.get("batch").asInt();
        int rows = batch * network.get("iterations").asInt();
        batches = new MnistDataSetIterator(batch, rows, false, true, true, 123);
    }
}
