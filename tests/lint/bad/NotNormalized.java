import java.io.File;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class NotNormalized {

    public static void main(String[] args) throws Exception {
        CSVRecordReader reader = new CSVRecordReader(); // ! not-normalized
        reader.initialize(new FileSplit(new File("iris.csv")));
        DataSetIterator train = new RecordReaderDataSetIterator(reader, 50, 4, 3);
        CSVRecordReader testReader = new CSVRecordReader(0, ',');
        testReader.initialize(new FileSplit(new File("iris-test.csv")));
        DataSetIterator test = new RecordReaderDataSetIterator(testReader, 50, 4, 3);
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(123)
                .updater(new Adam(0.001))
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(8).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork model = new MultiLayerNetwork(conf);
        model.init();
        model.fit(train, 5);
        System.out.println(model.evaluate(test).stats());
    }
}
