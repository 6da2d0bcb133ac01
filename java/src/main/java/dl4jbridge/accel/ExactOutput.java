package dl4jbridge.accel;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An output layer that keeps its pre-output from the gradient for the score, where the stock layer
 * multiplies anew.
 */
final class ExactOutput extends OutputLayer implements StandIn {

    private final Layer stock;
    private INDArray kept;

    ExactOutput(OutputLayer stock) {
        super(stock.conf(), null);
        this.stock = stock;
        StandIn.handOver(stock, this, OutputLayer.class);
    }

    @Override
    public Layer stock() {
        return stock;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        kept = null;
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        kept = null;
        super.clear();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray z = super.preOutput2d(true, workspaces);
        // A copy for the score, since a loss function may overwrite what it is given; among the
        // inputs, since that workspace stays open until the score is known.
        INDArray copy = workspaces.dup(ArrayType.INPUT, z);
        kept = z;
        Pair<Gradient, INDArray> gradients = super.backpropGradient(epsilon, workspaces);
        kept = copy;
        return gradients;
    }

    @Override
    protected INDArray preOutput2d(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray z = kept;
        kept = null;
        return training && z != null ? z : super.preOutput2d(training, workspaces);
    }
}
