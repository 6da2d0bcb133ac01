package dl4jbridge.accel;

import dl4jbridge.accel.Blas.Matrix;
import dl4jbridge.team.Team;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A product of float matrices that is made in blocks of columns, by all threads of the team. */
final class SharedProduct {

    // The same for any number of threads: so are the numbers.
    private static final int BLOCK = 128;

    private final INDArray a;
    private final INDArray b;
    private final INDArray into;
    private final float beta;

    /**
     * {@code into = a * b + beta * into}.
     *
     * @param into C order without gaps
     */
    SharedProduct(INDArray a, INDArray b, float beta, INDArray into) {
        this.a = dense(a);
        this.b = dense(b);
        this.into = into;
        this.beta = beta;
    }

    /** Makes products that do not need one another, all at the same time. */
    static void make(SharedProduct... products) {
        int tasks = 0;
        for (SharedProduct product : products) {
            tasks += product.blocks();
        }
        Team.run(tasks, task -> {
            int block = task;
            int i = 0;
            for (; block >= products[i].blocks(); i++) {
                block -= products[i].blocks();
            }
            products[i].make(block);
        });
    }

    private int blocks() {
        return (int) ((into.size(1) + BLOCK - 1) / BLOCK);
    }

    private void make(int block) {
        int first = block * BLOCK;
        int count = (int) Math.min(BLOCK, into.size(1) - first);
        Blas.multiply((int) into.size(0), count, (int) a.size(1),
                matrix(a, 0), matrix(b, first), beta, matrix(into, first));
    }

    private static Matrix matrix(INDArray array, int column) {
        long start = Memory.address(array) + column * array.stride(1) * Float.BYTES;
        return isTransposed(array)
                ? Matrix.transposed(start, stride(array, 1, 0))
                : Matrix.at(start, stride(array, 0, 1));
    }

    // The stride of an axis of size 1 may be any number, but BLAS checks it.
    private static int stride(INDArray array, int along, int across) {
        return (int) Math.max(array.stride(along), array.size(across));
    }

    private static boolean isTransposed(INDArray array) {
        return array.stride(1) != 1;
    }

    private static INDArray dense(INDArray array) {
        return array.stride(1) == 1 || array.stride(0) == 1 ? array : array.dup('c');
    }
}
