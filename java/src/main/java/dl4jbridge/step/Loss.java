package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The end of a dense network: the loss and its gradient. */
final class Loss {

    private final ILossFunction function;
    private final IActivation activation;
    private final boolean sharesSoftmax;
    private final Map<Integer, Boolean> sumsInOrder = new HashMap<>();

    Loss(OutputLayer layer) {
        function = layer.layerConf().getLossFn();
        activation = layer.layerConf().getActivationFn();
        sharesSoftmax = activation.getClass() == ActivationSoftmax.class && isPlain(function);
    }

    /**
     * Writes the gradient with respect to the pre-output into delta of the last layer.
     *
     * @return the loss, summed over the rows
     */
    double apply(DensePass last, INDArray labels) {
        // DL4J computes the gradient before the score; the copy is for the latter, since an
        // activation function overwrites what it is given.
        last.activation.copy(last.z);
        if (sharesSoftmax) {
            return crossEntropy(last, labels);
        }
        last.delta.assign(function.computeGradient(labels, last.z.array, activation, null));
        return function.computeScore(labels, last.activation.array, activation, null, false);
    }

    /** DL4J computes one softmax for the gradient, another for the score. */
    private double crossEntropy(DensePass last, INDArray labels) {
        INDArray output = last.activation.array;
        Nd4j.exec(new SoftMax(output, output));
        int count = last.activation.length();
        float[] numbers = new float[count];
        float[] truth = new float[count];
        new Floats(labels).read(0, truth, count);
        last.activation.read(0, numbers, count);
        float[] difference = numbers.clone();
        Loops.subtract(difference, truth, count);
        last.delta.write(0, difference, count);
        double margin = ((LossMCXENT) function).getSoftmaxClipEps();
        Loops.clip(numbers, (float) margin, (float) (1.0 - margin));
        last.activation.write(0, numbers, count);
        Transforms.log(output, false);
        if (!sumsInOrder.computeIfAbsent(count, Verified::sumsInOrder)) {
            return -output.muli(labels).sumNumber().doubleValue();
        }
        last.activation.read(0, numbers, count);
        return -Loops.sumOfProducts(numbers, truth, count);
    }

    private static boolean isPlain(ILossFunction function) {
        boolean known = function.getClass() == LossMCXENT.class
                || function.getClass() == LossNegativeLogLikelihood.class;
        return known && ((LossMCXENT) function).getWeights() == null
                && ((LossMCXENT) function).getSoftmaxClipEps() > 0;
    }
}
