package dl4jbridge.accel;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images with the channels outermost in memory: all images' first channel, then all images'
 * second ... One matrix product makes them for many images, and what works channel by channel
 * finds its numbers side by side.
 */
final class Planes {

    private Planes() {
    }

    /** [channels, images, height, width] of [images, channels, height, width], C order. */
    static INDArray of(INDArray images) {
        return dense(images.permute(1, 0, 2, 3));
    }

    /** The same; if a copy is needed, one that lasts until the backward pass. */
    static INDArray of(INDArray images, LayerWorkspaceMgr workspaces) {
        INDArray planes = images.permute(1, 0, 2, 3);
        return isDense(planes, 0) ? planes : workspaces.dup(ArrayType.ACTIVATIONS, planes, 'c');
    }

    /** Room for planes of the images' size. */
    static INDArray like(INDArray images, LayerWorkspaceMgr workspaces, ArrayType type) {
        long[] shape = {images.size(1), images.size(0), images.size(2), images.size(3)};
        return workspaces.createUninitialized(type, images.dataType(), shape, 'c');
    }

    /** Room for images in the order of others: as they are if that is C order, else as planes. */
    static INDArray roomLike(INDArray images, LayerWorkspaceMgr workspaces, ArrayType type) {
        return isDense(images, 0)
                ? workspaces.createUninitialized(type, images.dataType(), images.shape(), 'c')
                : images(like(images, workspaces, type));
    }

    /** [images, channels, height, width] of [channels, images, height, width]. */
    static INDArray images(INDArray planes) {
        return planes.permute(1, 0, 2, 3);
    }

    /** The array itself if its elements lie in C order without gaps, else a copy that does. */
    static INDArray dense(INDArray array) {
        return isDense(array, 0) ? array : array.dup('c');
    }

    /** The images themselves if the floats of each line lie side by side, else planes of them. */
    static INDArray withWholeLines(INDArray images, LayerWorkspaceMgr workspaces) {
        return isDense(images, 3)
                ? images
                : images(workspaces.dup(ArrayType.ACTIVATIONS, images.permute(1, 0, 2, 3), 'c'));
    }

    private static boolean isDense(INDArray array, int firstAxis) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= firstAxis; axis--) {
            if (array.size(axis) > 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }
}
