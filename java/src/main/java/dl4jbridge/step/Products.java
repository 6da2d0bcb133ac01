package dl4jbridge.step;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/**
 * The three matrix products of a dense layer, asked of BLAS as libnd4j asks for them: the same
 * operands in the same order give the same bits.
 *
 * <p>Rows and layers' activations are in C order, weights in Fortran order, as DL4J has them.
 */
final class Products {

    private Products() {
    }

    /** input [rows, in] times weights [in, out], in Fortran order. */
    static void forward(FloatPointer input, FloatPointer weights, FloatPointer result,
                        int rows, int in, int out) {
        cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, rows, out, in,
                1, input, in, weights, in, 0, result, rows);
    }

    /** The same in C order; some BLAS kernels round it differently. */
    static void forwardSwapped(FloatPointer input, FloatPointer weights, FloatPointer result,
                               int rows, int in, int out) {
        cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, out, rows, in,
                1, weights, in, input, in, 0, result, out);
    }

    /** The transpose of input [rows, in] times delta [rows, out], in Fortran order. */
    static void weightGradient(FloatPointer input, FloatPointer delta, FloatPointer result,
                               int rows, int in, int out) {
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, in, out, rows,
                1, input, in, delta, out, 0, result, in);
    }

    /** delta [rows, out] times the transpose of weights [in, out], in C order. */
    static void inputGradient(FloatPointer weights, FloatPointer delta, FloatPointer result,
                              int rows, int in, int out) {
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, in, rows, out,
                1, weights, in, delta, out, 0, result, in);
    }
}
