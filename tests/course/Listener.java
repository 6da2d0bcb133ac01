import java.util.ArrayList;
import java.util.List;

import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Three listeners look at the same training: one of its own class, one anonymous, one of DL4J. */
public class Listener {

    /** Keeps the scores and knows their mean. */
    static class ScoreKeeper extends BaseTrainingListener {
        private final List<Double> scores = new ArrayList<>();
        private final int every;

        ScoreKeeper(int every) {
            this.every = every;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            scores.add(model.score());
            if (iteration % every == 0) {
                System.out.printf("iteration %d of epoch %d: %.5f (mean so far %.5f)\n",
                        iteration, epoch, model.score(), mean());
            }
        }

        double mean() {
            double sum = 0;
            for (double score : scores) {
                sum += score;
            }
            return scores.isEmpty() ? 0 : sum / scores.size();
        }
    }

    public static void main(String[] args) throws Exception {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(99L)
                .weightInit(WeightInit.XAVIER)
                .updater(new Nesterovs(0.05, 0.9))
                .list(
                        new DenseLayer.Builder().nIn(784).nOut(40).activation(Activation.LEAKYRELU).build(),
                        new OutputLayer.Builder().lossFunction(LossFunctions.LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX).nIn(40).nOut(10).build())
                .build());
        net.init();

        ScoreKeeper keeper = new ScoreKeeper(10);
        CollectScoresIterationListener collected = new CollectScoresIterationListener(5);
        net.setListeners(keeper, collected);
        net.addListeners(new BaseTrainingListener() {
            private int epochs = 0;

            @Override
            public void onEpochEnd(Model model) {
                epochs++;
                System.out.println("--- epoch " + epochs + " is over, score " + model.score());
            }
        });

        DataSetIterator train = new MnistDataSetIterator(100, 2000, false, true, true, 99);
        net.fit(train, 2);
        System.out.println(keeper.scores.size() + " scores kept, mean " + keeper.mean());
        System.out.println("First below 0.5: " + firstBelow(keeper.scores, 0.5));

        DataSetIterator test = new MnistDataSetIterator(100, 500, false, false, false, 99);
        int right = 0, all = 0;
        for (DataSetIterator it = test; it.hasNext(); ) {
            DataSet batch = it.next();
            int[] guesses = net.predict(batch.getFeatures());
            for (int i = 0; i < guesses.length; i++) {
                if (batch.getLabels().getInt(i, guesses[i]) == 1) right++;
                all++;
            }
        }
        System.out.println(right + " of " + all + " digits read: " + 100.0 * right / all + " %");
    }

    private static int firstBelow(List<Double> scores, double limit) {
        int index = 0;
        for (Double score : scores) {
            if (score < limit) {
                return index;
            }
            index++;
        }
        return -1;
    }
}
