package dl4jbridge.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * The update of a stretch of the parameters in one pass over memory: mean over the batch, L2,
 * updater, weight decay, step; DL4J makes a pass for each.
 */
final class FlatUpdate {

    // Five arrays of this size fit the first-level cache.
    private static final int BLOCK = 1024;

    private final Floats parameters;
    private final Floats gradients;
    private final Floats state;
    private final UpdateRule rule;
    private final IUpdater updater;
    private final boolean fusedAxpy;
    private final List<Stretch> stretches;
    private final float[] parameter = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final float[] squares = new float[BLOCK];
    private final float[][] states;

    private FlatUpdate(UpdaterBlock block, UpdateRule rule, List<Stretch> stretches,
                       Floats parameters, Floats gradients) {
        this.parameters = parameters;
        this.gradients = gradients;
        this.state = block.getUpdaterView() == null ? null : new Floats(block.getUpdaterView());
        this.rule = rule;
        this.updater = block.getGradientUpdater().getConfig();
        this.fusedAxpy = Verified.fusedAxpy().orElseThrow(IllegalStateException::new);
        this.stretches = stretches;
        this.states = new float[rule.states()][BLOCK];
    }

    /** For a block of DL4J's updater; empty if something in it cannot be done to the bit. */
    static Optional<FlatUpdate> of(UpdaterBlock block, INDArray parameters, INDArray gradients) {
        UpdateRule rule = Verified.rule(block.getGradientUpdater().getConfig());
        if (rule == null || !Verified.divides() || !Verified.fusedAxpy().isPresent()) {
            return Optional.empty();
        }
        List<Stretch> stretches = new ArrayList<>();
        for (UpdaterBlock.ParamState param : block.getLayersAndVariablesInBlock()) {
            Stretch stretch = new Stretch();
            stretch.from = param.getParamOffsetStart();
            stretch.to = param.getParamOffsetEnd();
            stretch.state = stretch.from - block.getParamOffsetStart();
            List<Regularization> all =
                    param.getLayer().getConfig().getRegularizationByParam(param.getParamName());
            if (all != null && !stretch.take(all)) {
                return Optional.empty();
            }
            stretches.add(stretch);
        }
        return Optional.of(new FlatUpdate(
                block, rule, stretches, new Floats(parameters), new Floats(gradients)));
    }

    /**
     * Updates the parameters.
     *
     * @param rows to take the mean over; 1 for the sum
     * @return what regularization adds to the score of the parameters before the update
     */
    double apply(int rows, int iteration, int epoch) {
        rule.begin(iteration, epoch);
        double rate = updater.hasLearningRate() ? updater.getLearningRate(iteration, epoch) : 1;
        double penalty = 0;
        for (Stretch stretch : stretches) {
            double l2 = stretch.l2 == null ? 0 : stretch.l2.getL2().valueAt(iteration, epoch);
            double decay =
                    stretch.decay == null ? 0 : stretch.decay.getCoeff().valueAt(iteration, epoch);
            double scale = stretch.decay != null && stretch.decay.isApplyLR() ? rate : 1;
            Arrays.fill(squares, 0);
            for (int from = stretch.from; from < stretch.to; from += BLOCK) {
                int count = Math.min(BLOCK, stretch.to - from);
                block(stretch, from, count, rows, (float) l2, (float) (decay * scale));
            }
            if (l2 != 0 || decay != 0) {
                penalty += (l2 + decay) * 0.5 * sum(squares);
            }
        }
        return penalty;
    }

    private void block(Stretch stretch, int from, int count, int rows, float l2, float decay) {
        parameters.read(from, parameter, count);
        gradients.read(from, gradient, count);
        int room = states.length == 0 ? 0 : state.length() / states.length;
        int at = stretch.state + from - stretch.from;
        for (int i = 0; i < states.length; i++) {
            state.read(i * room + at, states[i], count);
        }
        if (rows > 1) {
            Loops.divide(gradient, rows, count);
        }
        if (stretch.l2 != null) {
            Loops.axpy(l2, parameter, gradient, count, fusedAxpy);
        }
        if (stretch.l2 != null || stretch.decay != null) {
            Loops.addSquares(squares, parameter, count);
        }
        rule.apply(gradient, states, count);
        if (stretch.decay != null) {
            Loops.axpy(decay, parameter, gradient, count, fusedAxpy);
        }
        Loops.subtract(parameter, gradient, count);
        parameters.write(from, parameter, count);
        for (int i = 0; i < states.length; i++) {
            state.write(i * room + at, states[i], count);
        }
    }

    private static double sum(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** Parameters with the same regularization. */
    private static final class Stretch {
        int from;
        int to;
        int state;
        L2Regularization l2;
        WeightDecay decay;

        /** False if there is one that is neither L2 nor weight decay, or two of a kind. */
        boolean take(List<Regularization> all) {
            for (Regularization one : all) {
                if (one.getClass() == L2Regularization.class && l2 == null) {
                    l2 = (L2Regularization) one;
                } else if (one.getClass() == WeightDecay.class && decay == null) {
                    decay = (WeightDecay) one;
                } else {
                    return false;
                }
            }
            return true;
        }
    }
}
