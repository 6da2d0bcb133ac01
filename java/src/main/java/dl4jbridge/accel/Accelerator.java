package dl4jbridge.accel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;

/**
 * Puts faster layers in the place of a network's own, and takes them out again.
 *
 * <p>Exact stand-ins leave parameters, gradients, scores and the updater's state the same to the
 * bit, fast ones equal up to rounding; configuration
 * and saved model are untouched, since a stand-in works on the very arrays of the layer it stands
 * for. Two things differ while stand-ins are in: {@code calculateGradients} may give null as
 * gradient with respect to the network's input (or, where a pre-processor must get an array,
 * numbers that are NaN), and a listener that changes parameters between
 * forward and backward pass changes them for the next forward pass only.
 */
public final class Accelerator {

    private Accelerator() {
    }

    /**
     * Accelerates the layers that can be.
     *
     * @param network an initialized MultiLayerNetwork or ComputationGraph
     * @param fast    true also takes stand-ins that are equal only up to rounding
     * @return one entry a layer, in the order of {@code getLayers()}: null where the fastest
     *         stand-in works that was asked for, else why not
     */
    public static String[] install(Model network, boolean fast) {
        remove(network);
        Places places = Places.of(network);
        StandIns standIns = new StandIns(fast);
        Layer[] layers = places.layers().clone();
        String[] reasons = new String[layers.length];
        Set<Layer> skipping = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < layers.length; i++) {
            reasons[i] = standIns.reasonAgainst(layers[i]);
            if (reasons[i] == null) {
                reasons[i] = places.reasonAgainst(i);
            }
            if (reasons[i] == null && standIns.canSkipInputGradient(layers[i])) {
                skipping.add(layers[i]);
            }
        }
        InputGradient[] wanted = new InputGradient[layers.length];
        for (int i = 0; i < layers.length; i++) {
            wanted[i] = reasons[i] == null ? places.inputGradient(i, skipping::contains) : null;
        }
        for (int i = 0; i < layers.length; i++) {
            if (reasons[i] == null) {
                places.put(i, standIns.create(layers[i], wanted[i]));
                reasons[i] = fast && layers[i] instanceof ConvolutionLayer
                        ? standIns.reasonAgainstFast(layers[i])
                        : null;
            }
        }
        return reasons;
    }

    /** What works in each layer's place: "fast", "exact" or "stock". */
    public static String[] kinds(Model network) {
        Layer[] layers = Places.of(network).layers();
        String[] kinds = new String[layers.length];
        for (int i = 0; i < layers.length; i++) {
            kinds[i] = !(layers[i] instanceof StandIn) ? "stock"
                    : ((StandIn) layers[i]).sameBits() ? "exact" : "fast";
        }
        return kinds;
    }

    /** Puts the network's own layers back, with what the stand-ins have learnt. */
    public static void remove(Model network) {
        Places places = Places.of(network);
        for (int i = 0; i < places.layers().length; i++) {
            Layer layer = places.layers()[i];
            if (layer instanceof StandIn) {
                Layer stock = ((StandIn) layer).stock();
                StandIn.handOver(layer, stock, stock.getClass());
                places.put(i, stock);
            }
        }
    }
}
