package dl4jbridge.accel;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pooling that hands planes to libnd4j, channels in the place of images: pooling knows no
 * difference, and what a convolution has made need not be copied into another order.
 */
class FastPooling extends SubsamplingLayer implements StandIn {

    private final Layer stock;

    FastPooling(SubsamplingLayer stock) {
        // The type, too, is handed over.
        super(stock.conf(), DataType.FLOAT);
        this.stock = stock;
        StandIn.handOver(stock, this, SubsamplingLayer.class);
    }

    static String reasonAgainst(SubsamplingLayer layer) {
        return layer.layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC ? "channels last" : null;
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
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray images = input;
        if (images == null || images.rank() != 4) {
            return super.activate(training, workspaces);
        }
        input = Planes.of(images);
        try {
            return Planes.images(super.activate(training, workspaces));
        } finally {
            input = images;
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray images = input;
        input = Planes.of(images);
        try {
            Pair<Gradient, INDArray> gradients =
                    super.backpropGradient(Planes.of(epsilon), workspaces);
            return new Pair<>(gradients.getFirst(), Planes.images(gradients.getSecond()));
        } finally {
            input = images;
        }
    }
}
