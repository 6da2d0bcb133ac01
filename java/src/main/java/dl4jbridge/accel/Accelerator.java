package dl4jbridge.accel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;

/**
 * Puts faster layers in the place of a network's own, and takes them out again.
 *
 * <p>Parameters, gradients, scores and the updater's state stay the same to the bit; configuration
 * and saved model are untouched, since a stand-in works on the very arrays of the layer it stands
 * for. Two things differ while stand-ins are in: {@code calculateGradients} may give null as
 * gradient with respect to the network's input (or, where a pre-processor must get an array,
 * numbers that are NaN), and a listener that changes parameters between
 * forward and backward pass changes them for the next forward pass only.
 */
public final class Accelerator {

    private static final Set<Class<?>> KINDS =
            Set.of(DenseLayer.class, OutputLayer.class, ConvolutionLayer.class);

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
        Layer[] layers = places.layers().clone();
        String[] reasons = new String[layers.length];
        Set<Layer> skipping = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < layers.length; i++) {
            reasons[i] = reasonAgainst(places, layers[i], i);
            if (reasons[i] == null && canSkipInputGradient(layers[i])) {
                skipping.add(layers[i]);
            }
        }
        InputGradient[] wanted = new InputGradient[layers.length];
        for (int i = 0; i < layers.length; i++) {
            wanted[i] = reasons[i] == null ? places.inputGradient(i, skipping::contains) : null;
        }
        for (int i = 0; i < layers.length; i++) {
            if (reasons[i] == null) {
                places.put(i, standIn(layers[i], wanted[i]));
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

    private static String reasonAgainst(Places places, Layer layer, int index) {
        if (!KINDS.contains(layer.getClass())) {
            return "there is no faster " + layer.getClass().getSimpleName();
        }
        if (layer instanceof DenseLayer && ((DenseLayer) layer).hasLayerNorm()) {
            return "layer normalization";
        }
        if (layer.getHelper() != null) {
            return "a native helper does its work";
        }
        if (layer instanceof ConvolutionLayer && layer.conf().getCacheMode() != CacheMode.NONE) {
            return "cache mode " + layer.conf().getCacheMode();
        }
        return places.reasonAgainst(index);
    }

    private static boolean canSkipInputGradient(Layer layer) {
        // Dropout counts on being told the gradient, even if nothing reads it.
        return layer.conf().getLayer().getIDropout() == null
                && !(layer instanceof OutputLayer)
                && !ExactConvolution.isChannelsLast(layer);
    }

    private static Layer standIn(Layer stock, InputGradient wanted) {
        if (stock instanceof OutputLayer) {
            return new ExactOutput((OutputLayer) stock);
        }
        return stock instanceof ConvolutionLayer
                ? new ExactConvolution((ConvolutionLayer) stock, wanted)
                : new ExactDense((DenseLayer) stock, wanted == InputGradient.UNREAD);
    }
}
