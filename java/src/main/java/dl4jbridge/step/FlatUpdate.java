package dl4jbridge.step;

import dl4jbridge.blas.Floats;
import dl4jbridge.team.Team;
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

    // Five arrays of this size fit the first-level cache beside what is read ahead.
    private static final int BLOCK = 512;
    // A whole number of blocks.
    private static final int SHARE = 1 << 16;
    // Below, waking a thread takes longer than what it could do.
    private static final int LEAST = 4 * SHARE;

    private final UpdateRule rule;
    private final IUpdater updater;
    private final List<Stretch> stretches;
    private final List<Share> shares = new ArrayList<>();
    private final Lane[] lanes;

    private FlatUpdate(UpdaterBlock block, UpdateRule rule, List<Stretch> stretches,
                       INDArray parameters, INDArray gradients) {
        this.rule = rule;
        this.updater = block.getGradientUpdater().getConfig();
        this.stretches = stretches;
        for (Stretch stretch : stretches) {
            for (int from = stretch.from; from < stretch.to; from += SHARE) {
                shares.add(new Share(stretch, from));
            }
        }
        this.lanes = new Lane[Team.size()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(parameters, gradients, block, rule);
        }
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
            List<Regularization> all =
                    param.getLayer().getConfig().getRegularizationByParam(param.getParamName());
            if (all != null && !stretch.take(all)) {
                return Optional.empty();
            }
            stretches.add(stretch);
        }
        return Optional.of(new FlatUpdate(block, rule, stretches, parameters, gradients));
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
        for (Stretch stretch : stretches) {
            stretch.begin(rate, iteration, epoch);
        }
        int count = shares.size();
        int tasks = shares.get(count - 1).to - shares.get(0).from < LEAST ? 1 : count;
        Team.run(tasks, (task, thread) -> {
            for (Share share : shares.subList(task * count / tasks, (task + 1) * count / tasks)) {
                lanes[thread].update(share, rows);
            }
        });
        double penalty = 0;
        for (Share share : shares) {
            penalty += share.stretch.penalty * 0.5 * share.squares;
        }
        return penalty;
    }

    /** Parameters with the same regularization. */
    private static final class Stretch {
        int from;
        int to;
        // DL4J may have several of a kind: weight decay of the whole network comes twice.
        private final List<L2Regularization> before = new ArrayList<>();
        private final List<WeightDecay> after = new ArrayList<>();
        private float[] beforeNow;
        private float[] afterNow;
        private double penalty;

        /** False if there is one that is neither L2 nor weight decay. */
        boolean take(List<Regularization> all) {
            for (Regularization one : all) {
                if (one.getClass() == L2Regularization.class) {
                    before.add((L2Regularization) one);
                } else if (one.getClass() == WeightDecay.class) {
                    after.add((WeightDecay) one);
                } else {
                    return false;
                }
            }
            return true;
        }

        void begin(double rate, int iteration, int epoch) {
            penalty = 0;
            beforeNow = new float[before.size()];
            for (int i = 0; i < beforeNow.length; i++) {
                double strength = before.get(i).getL2().valueAt(iteration, epoch);
                beforeNow[i] = (float) strength;
                penalty += strength;
            }
            afterNow = new float[after.size()];
            for (int i = 0; i < afterNow.length; i++) {
                double strength = after.get(i).getCoeff().valueAt(iteration, epoch);
                afterNow[i] = (float) (after.get(i).isApplyLR() ? strength * rate : strength);
                penalty += strength;
            }
        }
    }

    /** Parameters that a thread updates without a break. */
    private static final class Share {
        final Stretch stretch;
        final int from;
        final int to;
        /** The sum of the parameters' squares; which thread made it must not matter. */
        double squares;

        Share(Stretch stretch, int from) {
            this.stretch = stretch;
            this.from = from;
            this.to = Math.min(from + SHARE, stretch.to);
        }
    }

    /** What a thread works in: blocks of the arrays on the heap. */
    private static final class Lane {
        private final Floats parameters;
        private final Floats gradients;
        private final Floats state;
        private final UpdateRule rule;
        private final boolean fusedAxpy = Verified.fusedAxpy().orElse(false);
        private final int firstParameter;
        private final int room;
        private final float[] parameter = new float[BLOCK];
        private final float[] gradient = new float[BLOCK];
        private final float[] squares = new float[BLOCK];
        private final float[][] states;

        Lane(INDArray parameters, INDArray gradients, UpdaterBlock block, UpdateRule rule) {
            this.parameters = new Floats(parameters);
            this.gradients = new Floats(gradients);
            this.state = rule.states() == 0 ? null : new Floats(block.getUpdaterView());
            this.rule = rule;
            this.firstParameter = block.getParamOffsetStart();
            this.room = block.getParamOffsetEnd() - firstParameter;
            this.states = new float[rule.states()][BLOCK];
        }

        void update(Share share, int rows) {
            Arrays.fill(squares, 0);
            for (int at = share.from; at < share.to; at += BLOCK) {
                block(share.stretch, at, Math.min(BLOCK, share.to - at), rows);
            }
            share.squares = sumOfSquares();
        }

        private void block(Stretch stretch, int at, int count, int rows) {
            parameters.read(at, parameter, count);
            gradients.read(at, gradient, count);
            for (int i = 0; i < states.length; i++) {
                state.read(i * room + at - firstParameter, states[i], count);
            }
            if (rows > 1) {
                Loops.divide(gradient, rows, count);
            }
            for (float strength : stretch.beforeNow) {
                Loops.axpy(strength, parameter, gradient, count, fusedAxpy);
            }
            if (stretch.penalty != 0) {
                Loops.addSquares(squares, parameter, count);
            }
            rule.apply(gradient, states, count);
            for (float strength : stretch.afterNow) {
                Loops.axpy(strength, parameter, gradient, count, fusedAxpy);
            }
            Loops.subtract(parameter, gradient, count);
            parameters.write(at, parameter, count);
            for (int i = 0; i < states.length; i++) {
                state.write(i * room + at - firstParameter, states[i], count);
            }
        }

        private double sumOfSquares() {
            double sum = 0;
            for (float square : squares) {
                sum += square;
            }
            return sum;
        }
    }
}
