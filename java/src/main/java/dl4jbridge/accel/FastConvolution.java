package dl4jbridge.accel;

import dl4jbridge.team.Team;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution of few large matrix products, equal to the stock layer up to rounding. */
final class FastConvolution extends ConvolutionLayer implements StandIn {

    private final Layer stock;
    private final InputGradient wanted;
    private Product product;
    private INDArray z;

    FastConvolution(ConvolutionLayer stock, InputGradient wanted) {
        super(stock.conf(), stock.params().dataType());
        this.stock = stock;
        this.wanted = wanted;
        StandIn.handOver(stock, this, ConvolutionLayer.class);
    }

    static String reasonAgainst(ConvolutionLayer layer) {
        DataType type = layer.params().dataType();
        IActivation activation = layer.layerConf().getActivationFn();
        if (type != DataType.FLOAT) {
            return "data type " + type;
        }
        return isElementwise(activation) ? null : "activation " + activation;
    }

    private static boolean isElementwise(IActivation activation) {
        // RReLU draws a number for each place, in the order of its places.
        return activation.getClass().getPackage() == ActivationIdentity.class.getPackage()
                && !(activation instanceof ActivationSoftmax)
                && !(activation instanceof ActivationRReLU);
    }

    @Override
    public Layer stock() {
        return stock;
    }

    @Override
    public boolean sameBits() {
        return false;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        forget();
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        forget();
        super.clear();
    }

    private void forget() {
        product = null;
        z = null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        validateInputRank();
        INDArray planes = preActivation(training, workspaces);
        INDArray flat = flat(planes);
        if (training && !isIdentity()) {
            // A copy: the activation function overwrites what it is given.
            z = workspaces.dup(ArrayType.ACTIVATIONS, flat, 'c');
        }
        INDArray activations = activation().getActivation(flat, training);
        INDArray images = Planes.images(activations.reshape('c', planes.shape()));
        return isChannelsLast()
                ? workspaces.dup(ArrayType.ACTIVATIONS, images.permute(0, 2, 3, 1), 'c')
                : workspaces.leverageTo(ArrayType.ACTIVATIONS, images);
    }

    private INDArray preActivation(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray weights =
                getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaces);
        INDArray bias =
                getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaces);
        validateInputDepth(weights.size(1));
        INDArray images = channelsFirst(input.castTo(dataType));
        Window window = new Window(images, layerConf().getKernelSize(), layerConf().getStride(),
                layerConf().getPadding(), layerConf().getDilation(), convolutionMode);
        product = new Product(
                Planes.withWholeLines(images, workspaces), Planes.dense(weights), window);
        INDArray planes = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                new long[] {weights.size(0), images.size(0), window.out[0], window.out[1]}, 'c');
        product.forward(planes, hasBias() ? bias : null);
        return planes;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (product == null || (z == null && !isIdentity())) {
            activate(true, workspaces);
        }
        INDArray delta = delta(channelsFirst(epsilon.castTo(dataType)));
        INDArray weights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray before = wanted == InputGradient.READ ? roomForInputGradient(workspaces) : null;
        product.backward(delta, weights, before);
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            INDArray bias = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
            biasGradient(delta, bias);
            gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, bias);
        }
        gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
        weightNoiseParams.clear();
        forget();
        return new Pair<>(gradient, inputGradient(before, workspaces));
    }

    /** The gradient with respect to the pre-activation, as planes. */
    private INDArray delta(INDArray epsilon) {
        INDArray planes = Planes.of(epsilon);
        return isIdentity() ? planes
                : activation().backprop(z, flat(planes)).getFirst().reshape('c', planes.shape());
    }

    private static void biasGradient(INDArray delta, INDArray into) {
        float[] sums = new float[(int) delta.size(0)];
        int length = (int) (delta.length() / sums.length);
        long planes = Memory.address(delta);
        Team.run(sums.length, channel ->
                sums[channel] = (float) new Channel(planes, channel, length).sum());
        Memory.put(sums, into);
    }

    private INDArray roomForInputGradient(LayerWorkspaceMgr workspaces) {
        return Planes.roomLike(channelsFirst(input), workspaces, ArrayType.ACTIVATION_GRAD);
    }

    private INDArray inputGradient(INDArray computed, LayerWorkspaceMgr workspaces) {
        if (wanted == InputGradient.UNREAD) {
            return null;
        }
        if (wanted == InputGradient.RESHAPED) {
            return workspaces.createUninitialized(
                    ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c').assign(Double.NaN);
        }
        INDArray gradient = backpropDropOutIfPresent(computed);
        return isChannelsLast() ? gradient.permute(0, 2, 3, 1) : gradient;
    }

    @Override
    public double calcRegularizationScore(boolean trainedOnly) {
        return Penalty.of(this);
    }

    private INDArray channelsFirst(INDArray images) {
        return isChannelsLast() ? images.permute(0, 3, 1, 2) : images;
    }

    private boolean isChannelsLast() {
        return layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }

    private IActivation activation() {
        return layerConf().getActivationFn();
    }

    private boolean isIdentity() {
        return activation() instanceof ActivationIdentity;
    }

    /** One row a channel. */
    private static INDArray flat(INDArray planes) {
        return planes.reshape('c', planes.size(0), planes.length() / planes.size(0));
    }
}
