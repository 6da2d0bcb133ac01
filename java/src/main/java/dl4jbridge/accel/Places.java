package dl4jbridge.accel;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Where a network's layers are, and what is around them. */
interface Places {

    static Places of(Model network) {
        return network instanceof ComputationGraph
                ? new InGraph((ComputationGraph) network)
                : new InSequence((MultiLayerNetwork) network);
    }

    private static String reasonAgainst(BackpropType backprop) {
        return backprop == BackpropType.TruncatedBPTT
                ? "truncated backpropagation through time"
                : null;
    }

    /** The network's own array of layers. */
    Layer[] layers();

    void put(int index, Layer layer);

    /** Why a layer must stay as it is whatever its kind, or null. */
    String reasonAgainst(int index);

    /**
     * Who wants a layer's gradient with respect to its input.
     *
     * @param canSkip which layers can do without computing it
     */
    InputGradient inputGradient(int index, Predicate<Layer> canSkip);

    /** A MultiLayerNetwork's. */
    final class InSequence implements Places {

        private final MultiLayerNetwork network;

        InSequence(MultiLayerNetwork network) {
            this.network = network;
        }

        @Override
        public Layer[] layers() {
            return network.getLayers();
        }

        @Override
        public void put(int index, Layer layer) {
            Layer before = layers()[index];
            layers()[index] = layer;
            byName().replaceAll((name, named) -> named == before ? layer : named);
        }

        @Override
        public String reasonAgainst(int index) {
            return Places.reasonAgainst(network.getLayerWiseConfigurations().getBackpropType());
        }

        @Override
        public InputGradient inputGradient(int index, Predicate<Layer> canSkip) {
            if (index > 0 || !canSkip.test(layers()[0])) {
                return InputGradient.READ;
            }
            InputPreProcessor first = network.getLayerWiseConfigurations().getInputPreProcess(0);
            if (first == null) {
                return InputGradient.UNREAD;
            }
            return first.getClass() == FeedForwardToCnnPreProcessor.class
                    ? InputGradient.RESHAPED
                    : InputGradient.READ;
        }

        @SuppressWarnings("unchecked")
        private Map<String, Layer> byName() {
            try {
                Field field = MultiLayerNetwork.class.getDeclaredField("layerMap");
                field.setAccessible(true);
                return (Map<String, Layer>) field.get(network);
            } catch (ReflectiveOperationException other) {
                throw new IllegalStateException("this is not Deeplearning4j 1.0.0-M2.1", other);
            }
        }
    }

    /** A ComputationGraph's. */
    final class InGraph implements Places {

        private final ComputationGraph network;

        InGraph(ComputationGraph network) {
            this.network = network;
        }

        @Override
        public Layer[] layers() {
            return network.getLayers();
        }

        @Override
        public void put(int index, Layer layer) {
            ((LayerVertex) vertex(index)).setLayer(layer);
            layers()[index] = layer;
        }

        @Override
        public String reasonAgainst(int index) {
            return vertex(index) instanceof LayerVertex
                    ? Places.reasonAgainst(network.getConfiguration().getBackpropType())
                    : "inside a " + vertex(index).getClass().getSimpleName();
        }

        /** A graph adds up the gradients of all consumers of an input: all or none are there. */
        @Override
        public InputGradient inputGradient(int index, Predicate<Layer> canSkip) {
            GraphVertex source = network.getVertices()[source(vertex(index))];
            if (!source.isInputVertex()) {
                return InputGradient.READ;
            }
            for (VertexIndices output : source.getOutputVertices()) {
                GraphVertex consumer = network.getVertices()[output.getVertexIndex()];
                if (!(consumer instanceof LayerVertex)
                        || ((LayerVertex) consumer).getLayerPreProcessor() != null
                        || !canSkip.test(consumer.getLayer())) {
                    return InputGradient.READ;
                }
            }
            return InputGradient.UNREAD;
        }

        private static int source(GraphVertex vertex) {
            return vertex.getInputVertices()[0].getVertexIndex();
        }

        private GraphVertex vertex(int index) {
            for (GraphVertex vertex : network.getVertices()) {
                if (vertex.getLayer() == layers()[index]) {
                    return vertex;
                }
            }
            throw new IllegalStateException("layer " + index + " is in no vertex");
        }
    }
}
