package dl4jbridge.train;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdaBeliefUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Lets networks train with AdaBelief.
 *
 * <p>Its arithmetic is sound, but {@code AdaBelief.instantiate(INDArray, boolean)} takes the second
 * length of an array of one dimension. A network needs that method once, to make its updater; so
 * it meets another while it does.
 */
public final class AdaBeliefs {

    private AdaBeliefs() {
    }

    /**
     * Makes the updater of an initialized network.
     *
     * @param network a MultiLayerNetwork or ComputationGraph; without AdaBelief it is left alone
     */
    public static void makeUpdater(Model network) {
        Layer[] layers = layers(network);
        boolean found = false;
        for (Layer layer : layers) {
            found |= exchange(layer.conf().getLayer(), true);
        }
        try {
            if (found) {
                updater(network);
            }
        } finally {
            for (Layer layer : layers) {
                exchange(layer.conf().getLayer(), false);
            }
        }
    }

    /** Gives a network that was read without it the updater's state from the same model file. */
    public static void readState(Model network, InputStream file) throws IOException {
        makeUpdater(network);
        try (ZipInputStream zip = new ZipInputStream(file)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().equals(ModelSerializer.UPDATER_BIN)) {
                entry = zip.getNextEntry();
            }
            if (entry != null) {
                updater(network).setStateViewArray(Nd4j.read(new DataInputStream(zip)));
            }
        }
    }

    private static Layer[] layers(Model network) {
        return network instanceof ComputationGraph
                ? ((ComputationGraph) network).getLayers()
                : ((MultiLayerNetwork) network).getLayers();
    }

    private static BaseMultiLayerUpdater<?> updater(Model network) {
        return network instanceof ComputationGraph
                ? ((ComputationGraph) network).getUpdater()
                : (BaseMultiLayerUpdater<?>) ((MultiLayerNetwork) network).getUpdater();
    }

    /** Puts the working one in the place of AdaBelief, or back. */
    private static boolean exchange(org.deeplearning4j.nn.conf.layers.Layer layer, boolean in) {
        if (layer instanceof Bidirectional) {
            Bidirectional both = (Bidirectional) layer;
            return exchange(both.getFwd(), in) | exchange(both.getBwd(), in);
        }
        if (!(layer instanceof BaseLayer)) {
            return false;
        }
        BaseLayer base = (BaseLayer) layer;
        IUpdater weights = other(base.getIUpdater(), in);
        IUpdater biases = other(base.getBiasUpdater(), in);
        boolean found = weights != base.getIUpdater() || biases != base.getBiasUpdater();
        base.setIUpdater(weights);
        base.setBiasUpdater(biases);
        return found;
    }

    private static IUpdater other(IUpdater updater, boolean in) {
        if (in) {
            return updater instanceof AdaBelief ? new Working((AdaBelief) updater) : updater;
        }
        return updater instanceof Working ? ((Working) updater).stock : updater;
    }

    /** AdaBelief with a method that works; equal where AdaBelief is. */
    private static final class Working implements IUpdater {
        private final AdaBelief stock;

        Working(AdaBelief stock) {
            this.stock = stock;
        }

        @Override
        public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
            if (initialize) {
                view.assign(0);
            }
            long half = view.length() / 2;
            INDArray state = view.reshape(view.length());
            return instantiate(Map.of(
                    AdaBeliefUpdater.M_STATE, state.get(NDArrayIndex.interval(0, half)),
                    AdaBeliefUpdater.S_STATE, state.get(NDArrayIndex.interval(half, 2 * half))),
                    initialize);
        }

        @Override
        public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
            return stock.instantiate(state, initialize);
        }

        @Override
        public long stateSize(long parameters) {
            return stock.stateSize(parameters);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Working && stock.equals(((Working) other).stock);
        }

        @Override
        public int hashCode() {
            return stock.hashCode();
        }

        @Override
        public IUpdater clone() {
            return new Working(stock.clone());
        }

        @Override
        public double getLearningRate(int iteration, int epoch) {
            return stock.getLearningRate(iteration, epoch);
        }

        @Override
        public boolean hasLearningRate() {
            return stock.hasLearningRate();
        }

        @Override
        public void setLrAndSchedule(double rate, ISchedule schedule) {
            stock.setLrAndSchedule(rate, schedule);
        }
    }
}
