package dl4jbridge.accel;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution that keeps its pre-output and its input's patches from the forward pass for
 * backpropagation, where the stock layer makes both anew.
 */
final class ExactConvolution extends ConvolutionLayer implements StandIn {

    // All layers' patches are kept at the same time, the stock layer's are gone after each layer.
    private static final long MOST_PATCHES = (1 << 28) / Float.BYTES;

    private final Layer stock;
    private final InputGradient wanted;
    private Pair<INDArray, INDArray> kept;

    ExactConvolution(ConvolutionLayer stock, InputGradient wanted) {
        super(stock.conf(), stock.params().dataType());
        this.stock = stock;
        this.wanted = wanted;
        StandIn.handOver(stock, this, ConvolutionLayer.class);
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
    protected Pair<INDArray, INDArray> preOutput(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        Pair<INDArray, INDArray> zAndPatches = kept;
        kept = null;
        if (forBackprop && zAndPatches != null) {
            return zAndPatches;
        }
        if (!training || forBackprop || input.rank() != 4) {
            return super.preOutput(training, forBackprop, workspaces);
        }
        INDArray image = image();
        int[] size = outputSize(image);
        long[] shape = {image.size(0), size[0], size[1], image.size(1),
            layerConf().getKernelSize()[0], layerConf().getKernelSize()[1]};
        long length = shape[0] * shape[1] * shape[2] * shape[3] * shape[4] * shape[5];
        if (length > MOST_PATCHES || !Patches.canCopy(image, length)) {
            return super.preOutput(training, forBackprop, workspaces);
        }
        return forward(image, size, shape, workspaces);
    }

    private Pair<INDArray, INDArray> forward(
            INDArray image, int[] size, long[] shape, LayerWorkspaceMgr workspaces) {
        INDArray bias = getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, true, workspaces);
        INDArray weights =
                getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, true, workspaces);
        validateInputDepth(weights.size(1));
        INDArray columns =
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, image.dataType(), shape, 'c');
        Patches.copy(image, columns, layerConf().getKernelSize(), layerConf().getStride(),
                padding(image, size), layerConf().getDilation());
        long inner = shape[3] * shape[4] * shape[5];
        INDArray patches = columns.reshape('c', shape[0] * shape[1] * shape[2], inner);
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, weights.dataType(),
                new long[] {patches.size(0), weights.size(0)}, 'f');
        patches.mmuli(weights.permute(3, 2, 1, 0).reshape('f', inner, weights.size(0)), z);
        if (hasBias()) {
            z.addiRowVector(bias);
        }
        z = Shape.newShapeNoCopy(z, new long[] {size[1], size[0], shape[0], weights.size(0)}, true)
                .permute(2, 3, 1, 0);
        if (isChannelsLast(this)) {
            z = workspaces.dup(ArrayType.ACTIVATIONS, z.permute(0, 2, 3, 1));
        }
        try (MemoryWorkspace kept = workspaces.notifyScopeBorrowed(ArrayType.ACTIVATIONS)) {
            // A copy with the same strides: the activation function overwrites what it is given.
            this.kept = new Pair<>(z.unsafeDuplication(), patches);
        }
        return new Pair<>(z, null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (wanted == InputGradient.READ || kept == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        Pair<INDArray, INDArray> zAndPatches = preOutput(true, true, workspaces);
        INDArray patches = zAndPatches.getSecond();
        INDArray weights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray weights2d = Shape.newShapeNoCopy(
                weights, new long[] {weights.size(0), patches.size(1)}, false);
        INDArray delta = layerConf().getActivationFn()
                .backprop(zAndPatches.getFirst(), epsilon.castTo(dataType)).getFirst()
                .permute(1, 0, 2, 3).reshape('c', weights.size(0), patches.size(0));
        Nd4j.gemm(patches, delta, weights2d.transpose(), true, true, 1.0, 0.0);
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            INDArray bias = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
            delta.sum(bias, 1);
            gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, bias);
        }
        gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
        weightNoiseParams.clear();
        return new Pair<>(gradient, unreadInputGradient(workspaces));
    }

    private INDArray unreadInputGradient(LayerWorkspaceMgr workspaces) {
        if (wanted == InputGradient.UNREAD) {
            return null;
        }
        return workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c').assign(Double.NaN);
    }

    static boolean isChannelsLast(Layer layer) {
        return layer instanceof ConvolutionLayer
                && ((ConvolutionLayer) layer).layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }

    /** The input as [rows, channels, height, width]. */
    private INDArray image() {
        INDArray image = input.castTo(dataType);
        return isChannelsLast(this) ? image.permute(0, 3, 1, 2) : image;
    }

    private int[] outputSize(INDArray image) {
        int[] pad = convolutionMode == ConvolutionMode.Same ? null : layerConf().getPadding();
        return ConvolutionUtils.getOutputSize(image, layerConf().getKernelSize(),
                layerConf().getStride(), pad, convolutionMode, layerConf().getDilation(),
                CNN2DFormat.NCHW);
    }

    private int[] padding(INDArray image, int[] size) {
        return convolutionMode != ConvolutionMode.Same
                ? layerConf().getPadding()
                : ConvolutionUtils.getSameModeTopLeftPadding(
                        size, new int[] {(int) image.size(2), (int) image.size(3)},
                        layerConf().getKernelSize(), layerConf().getStride(),
                        layerConf().getDilation());
    }
}
