import java.io.IOException;

import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

public class MnistOneLayer {

	// the picture
	static final int ROWS = 28;
	static final int COLUMNS = 28;
	static final int CLASSES = 10;

	// the training
	static final int SEED = 123;
	static final int BATCH_SIZE = 10;
	static final int EPOCHS = 2;
	static final int TRAIN_EXAMPLES = 2500;
	static final int TEST_EXAMPLES = 1000;
	static final int HIDDEN = 80;
	static final double LEARNING_RATE = 0.7;

	public static void main(String[] args) throws IOException {
		DataSetIterator train = new MnistDataSetIterator(BATCH_SIZE, TRAIN_EXAMPLES, true, true, true, SEED);
		DataSetIterator test = new MnistDataSetIterator(BATCH_SIZE, TEST_EXAMPLES, true, false, false, SEED);

		MultiLayerNetwork model = new MultiLayerNetwork(configuration());
		model.init();
		model.setLearningRate(LEARNING_RATE);

		long start = System.currentTimeMillis();
		for (int epoch = 1; epoch <= EPOCHS; epoch++) {
			model.fit(train);
			System.out.println(String.format("Epoch %2d: score %.6f", epoch, model.score()));
		}
		long seconds = (System.currentTimeMillis() - start) / 1000;
		System.err.println("Training took " + seconds + " s");

		evaluate(model, test);
	}

	private static MultiLayerConfiguration configuration() {
		return new NeuralNetConfiguration.Builder()
				.seed(SEED)
				.optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
				.updater(new Sgd(0.1))
				.weightInit(WeightInit.XAVIER)
				.list()
				.layer(0, new DenseLayer.Builder()
						.nIn(ROWS * COLUMNS)
						.nOut(HIDDEN)
						.activation(Activation.SIGMOID)
						.build())
				.layer(1, new OutputLayer.Builder(LossFunction.MSE)
						.nIn(HIDDEN)
						.nOut(CLASSES)
						.activation(Activation.SIGMOID)
						.build())
				.build();
	}

	/** Walks over the test data batch by batch and prints what the network makes of them. */
	private static void evaluate(MultiLayerNetwork model, DataSetIterator test) {
		Evaluation evaluation = new Evaluation(CLASSES);
		while (test.hasNext()) {
			DataSet batch = test.next();
			INDArray output = model.output(batch.getFeatures(), false);
			evaluation.eval(batch.getLabels(), output);
		}
		System.out.println(evaluation.stats());
		System.out.println(evaluation.accuracy() >= 0.8 ? "good enough" : "train longer");
	}
}
