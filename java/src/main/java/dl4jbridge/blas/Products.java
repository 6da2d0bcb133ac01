package dl4jbridge.blas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dl4jbridge.arrays.Placement;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The three matrix products of a dense layer, asked of BLAS as libnd4j asks for them: the same
 * operands in the same order give the same bits.
 *
 * <p>Rows of data are in C order, weights in Fortran order, as DL4J has them. Each product can be
 * made for some of the layer's units (or inputs): then the pointers are to the first of them.
 */
public final class Products {

    private Products() {
    }

    /** Whether ND4J's arrays are where BLAS finds them, not on a graphics card. */
    public static boolean areOnCpu() {
        return Placement.isHost();
    }

    /** input [rows, in] times weights [in, units], in Fortran order. */
    public static void forward(FloatPointer input, FloatPointer weights, FloatPointer result,
                        int rows, int in, int units) {
        cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, rows, units, in,
                1, input, in, weights, in, 0, result, rows);
    }

    /**
     * The same in C order; some BLAS kernels round it differently.
     *
     * @param out all units of the layer
     */
    public static void forwardSwapped(FloatPointer input, FloatPointer weights, FloatPointer result,
                               int rows, int in, int units, int out) {
        cblas_sgemm(CblasColMajor, CblasTrans, CblasNoTrans, units, rows, in,
                1, weights, in, input, in, 0, result, out);
    }

    /**
     * The transpose of input [rows, in] times delta [rows, units], in Fortran order.
     *
     * @param out all units of the layer
     */
    public static void weightGradient(FloatPointer input, FloatPointer delta, FloatPointer result,
                               int rows, int in, int units, int out) {
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, in, units, rows,
                1, input, in, delta, out, 0, result, in);
    }

    /**
     * delta [rows, out] times the transpose of weights [inputs, out], in C order.
     *
     * @param in all inputs of the layer
     */
    public static void inputGradient(FloatPointer weights, FloatPointer delta, FloatPointer result,
                              int rows, int inputs, int in, int out) {
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, inputs, rows, out,
                1, weights, in, delta, out, 0, result, in);
    }
}
