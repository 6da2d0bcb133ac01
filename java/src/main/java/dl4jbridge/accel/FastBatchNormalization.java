package dl4jbridge.accel;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import dl4jbridge.team.Team;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalization of images in three passes over them, where the stock layer makes more than
 * a dozen; equal up to rounding.
 */
final class FastBatchNormalization extends BatchNormalization implements StandIn {

    private final Layer stock;
    private INDArray planes;
    private double[] means;
    private double[] variances;

    FastBatchNormalization(BatchNormalization stock) {
        super(stock.conf(), stock.params().dataType());
        this.stock = stock;
        StandIn.handOver(stock, this, BatchNormalization.class);
    }

    static String reasonAgainst(BatchNormalization layer) {
        return layer.layerConf().isLockGammaBeta() ? "locked gamma and beta" : null;
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
        planes = null;
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        planes = null;
        super.clear();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray images = input.rank() == 4 ? channelsFirst(input.castTo(dataType)) : null;
        if (!training || images == null || images.size(1) != layerConf().getNOut()) {
            return super.activate(training, workspaces);
        }
        planes = Planes.of(images, workspaces);
        int channels = (int) planes.size(0);
        means = new double[channels];
        variances = new double[channels];
        INDArray normalized = Planes.like(images, workspaces, ArrayType.ACTIVATIONS);
        float[] gamma = getParam(GAMMA).toFloatVector();
        float[] beta = getParam(BETA).toFloatVector();
        Team.run(channels, channel -> {
            Channel x = channel(planes, channel);
            means[channel] = x.mean();
            variances[channel] = x.variance(means[channel]);
            channel(normalized, channel).become(
                    gamma[channel] / deviation(channel), x, means[channel], beta[channel]);
        });
        INDArray activations = Planes.images(normalized);
        return isChannelsLast()
                ? workspaces.dup(ArrayType.ACTIVATIONS, activations.permute(0, 2, 3, 1), 'c')
                : activations;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (planes == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray images = channelsFirst(epsilon.castTo(dataType));
        INDArray delta = Planes.of(images);
        INDArray before = Planes.like(images, workspaces, ArrayType.ACTIVATION_GRAD);
        float[] gamma = getParam(GAMMA).toFloatVector();
        float[] gammaGradient = new float[gamma.length];
        float[] betaGradient = new float[gamma.length];
        double count = (double) delta.length() / gamma.length;
        Team.run(gamma.length, channel -> {
            Channel e = channel(delta, channel);
            Channel x = channel(planes, channel);
            double std = deviation(channel);
            double mean = e.mean();
            double slope = e.meanProduct(x, means[channel]) / std;
            betaGradient[channel] = (float) (mean * count);
            gammaGradient[channel] = (float) (slope * count);
            double scale = gamma[channel] / std;
            channel(before, channel).become(
                    -scale * slope / std, x, means[channel], scale, e, -scale * mean);
        });
        planes = null;
        INDArray gradient = Planes.images(before);
        return new Pair<>(gradients(gammaGradient, betaGradient),
                isChannelsLast() ? gradient.permute(0, 2, 3, 1) : gradient);
    }

    private Gradient gradients(float[] gamma, float[] beta) {
        Gradient gradient = new DefaultGradient();
        write(gradient, GAMMA, gamma);
        write(gradient, BETA, beta);
        boolean logarithm = layerConf().isUseLogStd();
        String spread = logarithm ? GLOBAL_LOG_STD : GLOBAL_VAR;
        float[] mean = getParam(GLOBAL_MEAN).toFloatVector();
        float[] global = getParam(spread).toFloatVector();
        double keep = layerConf().getDecay();
        for (int i = 0; i < mean.length; i++) {
            // What the updater will subtract: the running estimates move as gradients do.
            mean[i] = (float) ((1 - keep) * (mean[i] - means[i]));
            global[i] = (float) (logarithm
                    ? logarithmicStep(global[i], variances[i], keep)
                    : (1 - keep) * (global[i] - variances[i]));
        }
        write(gradient, GLOBAL_MEAN, mean);
        write(gradient, spread, global);
        return gradient;
    }

    private static double logarithmicStep(double log10std, double variance, double keep) {
        double before = Math.pow(10, 2 * log10std);
        return Math.log10(before / (keep * before + (1 - keep) * variance)) / 2;
    }

    private void write(Gradient gradient, String name, float[] values) {
        INDArray view = gradientViews.get(name);
        Memory.put(values, view);
        gradient.setGradientFor(name, view);
    }

    private double deviation(int channel) {
        return Math.sqrt(variances[channel] + layerConf().getEps());
    }

    private static Channel channel(INDArray planes, int channel) {
        return new Channel(
                Memory.address(planes), channel, (int) (planes.length() / planes.size(0)));
    }

    private INDArray channelsFirst(INDArray images) {
        return isChannelsLast() ? images.permute(0, 3, 1, 2) : images;
    }

    private boolean isChannelsLast() {
        return layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
    }
}
