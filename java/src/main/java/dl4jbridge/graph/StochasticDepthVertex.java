package dl4jbridge.graph;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The end of a residual branch, before it is added to the shortcut: in training the whole branch is
 * there for a batch, or is not; at inference it is always there, times the probability that it was.
 *
 * <p>Source: G. Huang et al., "Deep Networks with Stochastic Depth", ECCV 2016, equations 2 and 5.
 */
public final class StochasticDepthVertex extends GraphVertex {

    private static final long serialVersionUID = 1;

    private final double survival;

    /** @param survival probability that the branch is there for a batch, above 0, at most 1 */
    public StochasticDepthVertex(@JsonProperty("survival") double survival) {
        Preconditions.checkArgument(survival > 0 && survival <= 1,
                "The probability of survival is %s, but must be above 0 and at most 1.", survival);
        this.survival = survival;
    }

    public double getSurvival() {
        return survival;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph,
            String name, int index, INDArray parameters, boolean initialize, DataType dataType) {
        return new StochasticDepth(graph, name, index, survival, dataType);
    }

    @Override
    public GraphVertex clone() {
        return new StochasticDepthVertex(survival);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return inputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        return new LayerMemoryReport.Builder(null, getClass(), inputs[0], inputs[0])
                .standardMemory(0, 0).workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StochasticDepthVertex
                && ((StochasticDepthVertex) other).survival == survival;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(survival);
    }
}
