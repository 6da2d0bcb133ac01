package dl4jbridge.accel;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;

/**
 * Puts faster layers in the place of a network's own, and takes them out again.
 *
 * <p>Parameters, gradients, scores and the updater's state stay the same to the bit; configuration
 * and saved model are untouched, since a stand-in works on the very arrays of the layer it stands
 * for. Two things differ while stand-ins are in: {@code calculateGradients} may give null as
 * gradient with respect to the network's input, and a listener that changes parameters between
 * forward and backward pass changes them for the next forward pass only.
 */
public final class Accelerator {

    private Accelerator() {
    }

    /**
     * Accelerates the layers that can be.
     *
     * @param network an initialized MultiLayerNetwork or ComputationGraph
     * @return one entry a layer, in the order of {@code getLayers()}: null where a stand-in works,
     *         else why the layer stays as it is
     */
    public static String[] install(Model network) {
        remove(network);
        Places places = Places.of(network);
        String[] reasons = new String[places.layers().length];
        boolean[] inputGradient = new boolean[reasons.length];
        for (int i = 0; i < reasons.length; i++) {
            reasons[i] = reasonAgainst(places, i);
            inputGradient[i] = places.readsInputGradient(i, Accelerator::canSkipInputGradient);
        }
        for (int i = 0; i < reasons.length; i++) {
            if (reasons[i] == null) {
                places.put(i, standIn(places.layers()[i], inputGradient[i]));
            }
        }
        return reasons;
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

    private static String reasonAgainst(Places places, int index) {
        Layer layer = places.layers()[index];
        if (layer.getClass() != DenseLayer.class && layer.getClass() != OutputLayer.class) {
            return "there is no faster " + layer.getClass().getSimpleName();
        }
        if (layer instanceof DenseLayer && ((DenseLayer) layer).hasLayerNorm()) {
            return "layer normalization";
        }
        return places.reasonAgainst(index);
    }

    /** Dropout counts on being told the gradient, even if nothing reads it. */
    private static boolean canSkipInputGradient(Layer layer) {
        return layer.getClass() == DenseLayer.class
                && !((DenseLayer) layer).hasLayerNorm()
                && layer.conf().getLayer().getIDropout() == null;
    }

    private static Layer standIn(Layer stock, boolean inputGradient) {
        return stock instanceof OutputLayer
                ? new ExactOutput((OutputLayer) stock)
                : new ExactDense((DenseLayer) stock, inputGradient);
    }
}
