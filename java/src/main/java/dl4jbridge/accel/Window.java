package dl4jbridge.accel;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How a window moves over an image; each array has an entry for height, then one for width. */
final class Window {

    final int[] kernel;
    final int[] stride;
    final int[] pad;
    final int[] dilation;
    final int[] in;
    final int[] out;

    /**
     * @param image   [rows, channels, height, width]
     * @param padding of the configuration; not used if {@code mode} is Same
     */
    Window(INDArray image, int[] kernel, int[] stride, int[] padding, int[] dilation,
           ConvolutionMode mode) {
        boolean same = mode == ConvolutionMode.Same;
        this.kernel = kernel;
        this.stride = stride;
        this.dilation = dilation;
        this.in = new int[] {(int) image.size(2), (int) image.size(3)};
        this.out = ConvolutionUtils.getOutputSize(image, kernel, stride, same ? null : padding,
                mode, dilation, CNN2DFormat.NCHW);
        this.pad = !same ? padding
                : ConvolutionUtils.getSameModeTopLeftPadding(out, in, kernel, stride, dilation);
    }

    int outArea() {
        return out[0] * out[1];
    }

    /** Where the window's {@code place} lies on the image for an output's place. */
    int at(int axis, int output, int place) {
        return output * stride[axis] - pad[axis] + place * dilation[axis];
    }

    /** The first output for which {@code place} is not before the image. */
    int firstInside(int axis, int place) {
        int before = -at(axis, 0, place);
        return before <= 0 ? 0 : Math.min(out[axis], (before + stride[axis] - 1) / stride[axis]);
    }

    /** The output after the last one for which {@code place} is not behind the image. */
    int endInside(int axis, int place) {
        int room = in[axis] - 1 - at(axis, 0, place);
        int end = room < 0 ? 0 : Math.min(out[axis], room / stride[axis] + 1);
        return Math.max(end, firstInside(axis, place));
    }

    /** The first place of an output's window that is not before the image. */
    int firstPlace(int axis, int output) {
        int before = -at(axis, output, 0);
        return before <= 0 ? 0
                : Math.min(kernel[axis], (before + dilation[axis] - 1) / dilation[axis]);
    }

    /** The place after the last one that is not behind the image. */
    int endPlace(int axis, int output) {
        int room = in[axis] - 1 - at(axis, output, 0);
        int end = room < 0 ? 0 : Math.min(kernel[axis], room / dilation[axis] + 1);
        return Math.max(end, firstPlace(axis, output));
    }
}
