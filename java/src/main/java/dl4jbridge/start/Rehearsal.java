package dl4jbridge.start;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** A run in small, which loads the classes that runs load; the JVM keeps them for later starts. */
public final class Rehearsal {

    private Rehearsal() {}

    /** @param jars whose classes are loaded one and all: those that Python calls */
    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            loadAll(new File(jar));
        }
        run(dense(), Nd4j.rand(DataType.FLOAT, 8, 64));
        run(convolutional(), Nd4j.rand(DataType.FLOAT, 8, 64));
        // OpenMP's and BLAS's threads would keep a plain main from ending.
        System.exit(0);
    }

    private static void run(MultiLayerConfiguration configuration, INDArray x) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        INDArray y = Nd4j.zeros(DataType.FLOAT, 8, 3);
        y.getColumn(1).assign(1);
        network.fit(x, y);
        network.output(x);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, model, true);
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(model.toByteArray()));
    }

    private static MultiLayerConfiguration dense() {
        return new NeuralNetConfiguration.Builder()
                .seed(1).l2(1e-4).updater(new Nesterovs(0.01, 0.9)).list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(64)).build();
    }

    private static MultiLayerConfiguration convolutional() {
        return new NeuralNetConfiguration.Builder()
                .seed(1).updater(new Adam(0.01)).list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1)).build();
    }

    private static void loadAll(File jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.contains("-")) {
                    load(name.substring(0, name.length() - 6).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It needs what is not here; then no start loads it either.
        }
    }
}
