package dl4jbridge.accel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;

/** The matrix product of the BLAS that ND4J has loaded, on C-ordered floats by address. */
final class Blas {

    private Blas() {
    }

    /** A matrix in memory: its first float, and how many floats lie from one row to the next. */
    static final class Matrix {

        private final FloatPointer memory;
        private final int rowStride;
        private final boolean transposed;

        private Matrix(long address, int rowStride, boolean transposed) {
            this.memory = new FloatPointer(new PagedPointer(address));
            this.rowStride = rowStride;
            this.transposed = transposed;
        }

        static Matrix at(long address, int rowStride) {
            return new Matrix(address, rowStride, false);
        }

        static Matrix transposed(long address, int rowStride) {
            return new Matrix(address, rowStride, true);
        }
    }

    /** {@code c = a * b + beta * c} with {@code c} of m x n and {@code a} of m x k. */
    static void multiply(int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
        cblas_sgemm(CblasRowMajor, order(a), order(b), m, n, k, 1f, a.memory, a.rowStride,
                b.memory, b.rowStride, beta, c.memory, c.rowStride);
    }

    private static int order(Matrix matrix) {
        return matrix.transposed ? CblasTrans : CblasNoTrans;
    }
}
