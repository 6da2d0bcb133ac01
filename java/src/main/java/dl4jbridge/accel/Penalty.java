package dl4jbridge.accel;

import dl4jbridge.team.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What a layer's regularization adds to the score, summed by all threads; ND4J's one thread takes
 * as long for it as the team for a quarter of the layer's products.
 */
final class Penalty {

    // The same for any number of threads: so is the sum.
    private static final int PARTS = 16;

    private Penalty() {
    }

    /** @param layer of float parameters without gaps */
    static double of(org.deeplearning4j.nn.layers.BaseLayer<?> layer) {
        BaseLayer configuration = (BaseLayer) layer.conf().getLayer();
        double sum = 0;
        for (Map.Entry<String, INDArray> entry : layer.paramTable().entrySet()) {
            List<Regularization> all = configuration.getRegularizationByParam(entry.getKey());
            for (Regularization each : all == null ? List.<Regularization>of() : all) {
                sum += score(each, entry.getValue(),
                        layer.getIterationCount(), layer.getEpochCount());
            }
        }
        return sum;
    }

    private static double score(
            Regularization regularization, INDArray param, int iteration, int epoch) {
        if (regularization.getClass() != L2Regularization.class) {
            return regularization.score(param, iteration, epoch);
        }
        double strength =
                ((L2Regularization) regularization).getL2().valueAt(iteration, epoch);
        return strength * sumOfSquares(param) / 2;
    }

    private static double sumOfSquares(INDArray param) {
        long start = Memory.address(param);
        int length = (int) param.length();
        int share = (length + PARTS - 1) / PARTS;
        double[] sums = new double[PARTS];
        Team.run(PARTS, part -> {
            long first = start + (long) part * share * Float.BYTES;
            int count = Math.max(0, Math.min(share, length - part * share));
            sums[part] = Memory.products(first, 0, first, 0, count);
        });
        return Arrays.stream(sums).sum();
    }
}
