package edu.course.flowers;

import org.deeplearning4j.datasets.iterator.impl.IrisDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three kinds of iris, told apart by the length and the width of their leaves.
 */
public class IrisClassifier {

    private static final Logger log = LoggerFactory.getLogger(IrisClassifier.class);

    private static final String[] KINDS = {"setosa", "versicolor", "virginica"};

    public static void main(String[] args) throws Exception {
        final int numInputs = 4;
        int outputNum = 3;
        long seed = 6;

        log.info("Load data....");
        DataSetIterator iterator = new IrisDataSetIterator(150, 150);
        DataSet allData = iterator.next();
        allData.shuffle(seed);
        SplitTestAndTrain testAndTrain = allData.splitTestAndTrain(0.65); // 65 % for training

        DataSet trainingData = testAndTrain.getTrain();
        DataSet testData = testAndTrain.getTest();

        // Mean and standard deviation of the training data; the test data are only transformed.
        DataNormalization normalizer = new NormalizerStandardize();
        normalizer.fit(trainingData);
        normalizer.transform(trainingData);
        normalizer.transform(testData);

        log.info("Build model....");
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
            .seed(seed)
            .activation(Activation.TANH)
            .weightInit(WeightInit.XAVIER)
            .updater(new Nesterovs(0.1, 0.9))
            .l2(1e-4)
            .list()
            .layer(new DenseLayer.Builder().nIn(numInputs).nOut(5).build())
            .layer(new DenseLayer.Builder().nIn(5).nOut(5).build())
            .layer(new OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
                .activation(Activation.SOFTMAX)
                .nIn(5).nOut(outputNum).build())
            .build();

        MultiLayerNetwork model = new MultiLayerNetwork(conf);
        model.init();
        model.setListeners(new ScoreIterationListener(100));

        int i = 0;
        while (i < 300) {
            model.fit(trainingData);
            ++i;
        }

        Evaluation eval = new Evaluation(outputNum);
        INDArray output = model.output(testData.getFeatures());
        eval.eval(testData.getLabels(), output);
        log.info(eval.stats());

        System.out.println("Parameters: " + model.numParams());
        System.out.println("Test examples: " + testData.numExamples());
        System.out.println("Accuracy: " + eval.accuracy());
        for (int k = 0; k < KINDS.length; k++) {
            System.out.printf("%-12s precision %.4f  recall %.4f%n", KINDS[k], eval.precision(k), eval.recall(k));
        }
    }
}
