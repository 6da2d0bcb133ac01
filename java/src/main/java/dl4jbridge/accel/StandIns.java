package dl4jbridge.accel;

import dl4jbridge.blas.Products;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;

/** Which faster layer there is for one of DL4J's. */
final class StandIns {

    private final boolean fast;

    /** @param fast false leaves out those whose numbers are equal only up to rounding */
    StandIns(boolean fast) {
        this.fast = fast;
    }

    /** Why there is none at all, or null. */
    String reasonAgainst(Layer layer) {
        if (!Products.areOnCpu()) {
            return "not on the CPU";
        }
        if (layer.getHelper() != null) {
            return "a native helper does its work";
        }
        if (is(layer, DenseLayer.class)) {
            return ((DenseLayer) layer).hasLayerNorm() ? "layer normalization" : null;
        }
        if (is(layer, ConvolutionLayer.class)) {
            CacheMode mode = layer.conf().getCacheMode();
            return mode == CacheMode.NONE ? null : "cache mode " + mode;
        }
        return is(layer, OutputLayer.class) ? null : reasonAgainstFast(layer);
    }

    /** Why there is none that gives other bits, or null if there is. */
    String reasonAgainstFast(Layer layer) {
        boolean pooling = is(layer, SubsamplingLayer.class);
        boolean normalization = is(layer, BatchNormalization.class);
        if (!pooling && !normalization && !is(layer, ConvolutionLayer.class)) {
            return "there is no faster " + layer.getClass().getSimpleName();
        }
        if (!fast) {
            return "a faster one would give other bits";
        }
        if (pooling) {
            return FastPooling.reasonAgainst((SubsamplingLayer) layer);
        }
        return normalization
                ? FastBatchNormalization.reasonAgainst((BatchNormalization) layer)
                : FastConvolution.reasonAgainst((ConvolutionLayer) layer);
    }

    /** Whether its stand-in can do without the gradient with respect to its input. */
    boolean canSkipInputGradient(Layer layer) {
        if (layer.conf().getLayer().getIDropout() != null) {
            // Dropout counts on being told the gradient, even if nothing reads it.
            return false;
        }
        return layer instanceof DenseLayer || layer instanceof ConvolutionLayer
                && (reasonAgainstFast(layer) == null || !ExactConvolution.isChannelsLast(layer));
    }

    Layer create(Layer stock, InputGradient wanted) {
        if (stock instanceof OutputLayer) {
            return new ExactOutput((OutputLayer) stock);
        }
        if (stock instanceof DenseLayer) {
            DenseLayer dense = (DenseLayer) stock;
            boolean skips = wanted == InputGradient.UNREAD;
            return fast && FastDense.fits(dense)
                    ? new FastDense(dense, skips)
                    : new ExactDense(dense, skips);
        }
        if (stock instanceof SubsamplingLayer) {
            SubsamplingLayer pooling = (SubsamplingLayer) stock;
            return FastMaxPooling.fits(pooling)
                    ? new FastMaxPooling(pooling)
                    : new FastPooling(pooling);
        }
        if (stock instanceof BatchNormalization) {
            return new FastBatchNormalization((BatchNormalization) stock);
        }
        ConvolutionLayer convolution = (ConvolutionLayer) stock;
        return reasonAgainstFast(stock) == null
                ? new FastConvolution(convolution, wanted)
                : new ExactConvolution(convolution, wanted);
    }

    private static boolean is(Layer layer, Class<?> type) {
        return layer.getClass() == type;
    }
}
