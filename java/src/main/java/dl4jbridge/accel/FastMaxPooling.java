package dl4jbridge.accel;

import dl4jbridge.team.Team;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Maximum pooling that remembers where the maxima were, where the stock layer looks again. */
final class FastMaxPooling extends FastPooling {

    private Maxima maxima;

    FastMaxPooling(SubsamplingLayer stock) {
        super(stock);
    }

    static boolean fits(SubsamplingLayer layer) {
        return layer.layerConf().getPoolingType() == PoolingType.MAX;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        maxima = null;
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        maxima = null;
        super.clear();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (input == null || input.rank() != 4 || dataType != DataType.FLOAT) {
            return super.activate(training, workspaces);
        }
        INDArray images = Planes.withWholeLines(input.castTo(dataType), workspaces);
        Window window = new Window(images, layerConf().getKernelSize(), layerConf().getStride(),
                layerConf().getPadding(), layerConf().getDilation(), convolutionMode);
        long[] shape = {images.size(0), images.size(1), window.out[0], window.out[1]};
        INDArray pooled =
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
        Maxima found = new Maxima(window, (int) (shape[0] * shape[1]));
        int lineStride = (int) images.stride(2);
        eachPlane(images, pooled, (plane, from, to) ->
                found.find(plane, from, lineStride, to));
        maxima = found;
        return pooled;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        if (maxima == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        INDArray deltas = Planes.withWholeLines(epsilon.castTo(dataType), workspaces);
        INDArray gradient = Planes.roomLike(input, workspaces, ArrayType.ACTIVATION_GRAD);
        long area = gradient.size(2) * gradient.size(3);
        long lineStride = deltas.stride(2);
        Maxima found = maxima;
        eachPlane(deltas, gradient, (plane, from, to) -> {
            Memory.zero(to, area);
            found.spread(plane, from, lineStride, to);
        });
        return new Pair<>(new DefaultGradient(), gradient);
    }

    private interface Visitor {
        void visit(int plane, long from, long to);
    }

    /** Visits each channel of each image, with its address in one array and in another. */
    private static void eachPlane(INDArray from, INDArray to, Visitor visitor) {
        int channels = (int) from.size(1);
        long[] strides = from.stride();
        long[] toStrides = to.stride();
        long start = Memory.address(from);
        long toStart = Memory.address(to);
        Team.run((int) from.size(0), image -> {
            for (int channel = 0; channel < channels; channel++) {
                visitor.visit(image * channels + channel,
                        start + (image * strides[0] + channel * strides[1]) * Float.BYTES,
                        toStart + (image * toStrides[0] + channel * toStrides[1]) * Float.BYTES);
            }
        });
    }
}
