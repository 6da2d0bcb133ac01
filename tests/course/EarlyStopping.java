import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxTimeIterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Few examples, many weights: training stops when the validation score gets no better. */
public class EarlyStopping {

    private static final int BATCH = 32;
    private static final int MAX_EPOCHS = 15;
    private static final int PATIENCE = 2;

    public static void main(String[] args) throws Exception {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(2024)
                .updater(new Adam(0.003))
                .weightInit(WeightInit.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(64).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(64).nOut(10).activation(Activation.SOFTMAX).build())
                .build();

        DataSetIterator training = new MnistDataSetIterator(BATCH, 640, false, true, true, 7);
        DataSetIterator validation = new MnistDataSetIterator(BATCH, 640, false, false, false, 7);

        EarlyStoppingConfiguration<MultiLayerNetwork> stopping =
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                        .epochTerminationConditions(
                                new MaxEpochsTerminationCondition(MAX_EPOCHS),
                                new ScoreImprovementEpochTerminationCondition(PATIENCE))
                        .iterationTerminationConditions(
                                new MaxTimeIterationTerminationCondition(10, TimeUnit.MINUTES))
                        .scoreCalculator(new DataSetLossCalculator(validation, true))
                        .evaluateEveryNEpochs(1)
                        .modelSaver(new InMemoryModelSaver<MultiLayerNetwork>())
                        .build();

        EarlyStoppingTrainer trainer = new EarlyStoppingTrainer(stopping, configuration, training);
        EarlyStoppingResult<MultiLayerNetwork> result = trainer.fit();

        System.out.println("Termination reason: " + result.getTerminationReason());
        System.out.println("Total epochs: " + result.getTotalEpochs());
        System.out.println("Best epoch: " + result.getBestModelEpoch());

        Map<Integer, Double> scores = new TreeMap<>(result.getScoreVsEpoch());
        System.out.println("Score at best epoch: " + scores.get(result.getBestModelEpoch()));
        for (Map.Entry<Integer, Double> entry : scores.entrySet()) {
            System.out.println(entry.getKey() + "\t" + entry.getValue());
        }

        MultiLayerNetwork best = result.getBestModel();
        System.out.println("Accuracy of the best model: " + best.evaluate(validation).accuracy());
    }
}
