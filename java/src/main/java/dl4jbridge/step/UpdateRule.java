package dl4jbridge.step;

import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * An updater on blocks, in libnd4j's own sequence of operations.
 *
 * <p>Whether libnd4j rounds between a product and a sum depends on how it was compiled; each rule
 * can do both, {@link Verified} finds out which one is right.
 */
interface UpdateRule {

    /** How many arrays of state it has, each as long as the parameters. */
    int states();

    /** Takes over what depends on the iteration, such as a scheduled learning rate. */
    void begin(int iteration, int epoch);

    /** Replaces gradients by what is to be subtracted from the parameters. */
    void apply(float[] gradient, float[][] state, int count);

    /**
     * @param fused whether a product is added without being rounded before
     * @return null for an updater that has no rule
     */
    static UpdateRule of(IUpdater updater, boolean fused) {
        if (updater.getClass() == Sgd.class) {
            return new SgdRule((Sgd) updater);
        }
        if (updater.getClass() == Nesterovs.class) {
            return new NesterovsRule((Nesterovs) updater, fused);
        }
        if (updater.getClass() == Adam.class) {
            Adam adam = (Adam) updater;
            return new AdamRule(
                    adam, adam.getBeta1(), adam.getBeta2(), adam.getEpsilon(), false, fused);
        }
        if (updater.getClass() == AMSGrad.class) {
            AMSGrad adam = (AMSGrad) updater;
            return new AdamRule(
                    adam, adam.getBeta1(), adam.getBeta2(), adam.getEpsilon(), true, fused);
        }
        if (updater.getClass() == AdaMax.class) {
            return new AdaMaxRule((AdaMax) updater, fused);
        }
        if (updater.getClass() == Nadam.class) {
            return new NadamRule((Nadam) updater, fused);
        }
        if (updater.getClass() == RmsProp.class) {
            return new RmsPropRule((RmsProp) updater, fused);
        }
        if (updater.getClass() == AdaGrad.class) {
            return new AdaGradRule((AdaGrad) updater, fused);
        }
        if (updater.getClass() == AdaDelta.class) {
            return new AdaDeltaRule((AdaDelta) updater, fused);
        }
        return null;
    }

    /** Stochastic gradient descent. */
    final class SgdRule implements UpdateRule {
        private final Sgd sgd;
        private float rate;

        SgdRule(Sgd sgd) {
            this.sgd = sgd;
        }

        @Override
        public int states() {
            return 0;
        }

        @Override
        public void begin(int iteration, int epoch) {
            rate = (float) sgd.getLearningRate(iteration, epoch);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            Loops.scale(gradient, rate, count);
        }
    }

    /** Nesterov's momentum. */
    final class NesterovsRule implements UpdateRule {
        private final Nesterovs nesterovs;
        private final boolean fused;
        private float rate;
        private float momentum;

        NesterovsRule(Nesterovs nesterovs, boolean fused) {
            this.nesterovs = nesterovs;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public void begin(int iteration, int epoch) {
            rate = (float) nesterovs.getLearningRate(iteration, epoch);
            momentum = (float) nesterovs.currentMomentum(iteration, epoch);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            if (fused) {
                applyFused(gradient, state[0], count);
                return;
            }
            float[] velocity = state[0];
            float r = rate;
            float mu = momentum;
            float back = -momentum - 1;
            for (int i = 0; i < count; i++) {
                float kept = mu * velocity[i];
                float next = kept - r * gradient[i];
                velocity[i] = next;
                gradient[i] = kept + back * next;
            }
        }

        private void applyFused(float[] gradient, float[] velocity, int count) {
            float r = rate;
            float mu = momentum;
            float back = -momentum - 1;
            for (int i = 0; i < count; i++) {
                float before = velocity[i];
                float next = Math.fma(mu, before, -(r * gradient[i]));
                velocity[i] = next;
                gradient[i] = Math.fma(mu, before, back * next);
            }
        }
    }

    /** The rate, corrected for moments that begin at zero; what cannot be used is replaced. */
    static float usable(float corrected, double otherwise) {
        return Float.isFinite(corrected) && corrected != 0 ? corrected : (float) otherwise;
    }

    /**
     * Adam, and AMSGrad, which divides by the largest second moment so far; the state is first and
     * second moment and that largest one.
     */
    final class AdamRule implements UpdateRule {
        private final IUpdater updater;
        private final double beta1;
        private final double beta2;
        private final double epsilon;
        private final boolean largest;
        private final boolean fused;
        private float rate;

        AdamRule(IUpdater updater, double beta1, double beta2, double epsilon, boolean largest,
                 boolean fused) {
            this.updater = updater;
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            this.largest = largest;
            this.fused = fused;
        }

        @Override
        public int states() {
            return largest ? 3 : 2;
        }

        @Override
        public void begin(int iteration, int epoch) {
            float decay1 = (float) Math.pow((float) beta1, iteration + 1);
            float decay2 = (float) Math.pow((float) beta2, iteration + 1);
            float scaled = (float) updater.getLearningRate(iteration, epoch)
                    * (float) Math.sqrt(1 - decay2);
            rate = usable((float) (scaled / (1.0 - decay1)), epsilon);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] first = state[0];
            float[] second = state[1];
            Loops.average(first, (float) beta1, gradient, count, fused);
            Loops.averageSquares(second, (float) beta2, gradient, count, fused);
            if (largest) {
                Loops.raise(state[2], second, count);
                second = state[2];
            }
            Loops.overRoot(first, rate, second, (float) epsilon, gradient, count);
        }
    }

    /** AdaMax; the state is the first moment, then the decaying maximum of gradients. */
    final class AdaMaxRule implements UpdateRule {
        private final AdaMax adaMax;
        private final boolean fused;
        private float rate;

        AdaMaxRule(AdaMax adaMax, boolean fused) {
            this.adaMax = adaMax;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 2;
        }

        @Override
        public void begin(int iteration, int epoch) {
            float decay = (float) Math.pow((float) adaMax.getBeta1(), iteration + 1);
            float plain = (float) adaMax.getLearningRate(iteration, epoch);
            rate = usable((float) (plain / (1.0 - decay)), adaMax.getEpsilon());
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] first = state[0];
            float[] most = state[1];
            float kept = (float) adaMax.getBeta2();
            float r = rate;
            Loops.average(first, (float) adaMax.getBeta1(), gradient, count, fused);
            for (int i = 0; i < count; i++) {
                float next = Math.max(kept * most[i], Math.abs(gradient[i]));
                most[i] = (float) (next + 1e-32);
            }
            for (int i = 0; i < count; i++) {
                gradient[i] = first[i] * r / most[i];
            }
        }
    }

    /** Adam with Nesterov's momentum; the state is Adam's. */
    final class NadamRule implements UpdateRule {
        private final Nadam nadam;
        private final boolean fused;
        private float rate;
        private float corrected;

        NadamRule(Nadam nadam, boolean fused) {
            this.nadam = nadam;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 2;
        }

        @Override
        public void begin(int iteration, int epoch) {
            rate = (float) nadam.getLearningRate(iteration, epoch);
            float decay = (float) Math.pow((float) nadam.getBeta1(), iteration + 1);
            corrected = (float) (1.0 - decay);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] first = state[0];
            float[] second = state[1];
            float kept = (float) nadam.getBeta1();
            // Unlike Adam's mean, where the other one of the two products is rounded.
            Loops.scale(first, kept, count);
            Loops.axpy(1 - kept, gradient, first, count, fused);
            Loops.averageSquares(second, (float) nadam.getBeta2(), gradient, count, fused);
            ahead(first, kept, gradient, count);
            Loops.overRoot(gradient, rate, second, (float) nadam.getEpsilon(), gradient, count);
        }

        /** The mean as it would be after the same gradient once more, corrected. */
        private void ahead(float[] mean, float kept, float[] gradient, int count) {
            float rest = 1 - kept;
            float by = corrected;
            if (fused) {
                for (int i = 0; i < count; i++) {
                    gradient[i] = Math.fma(rest, gradient[i], mean[i] * kept) / by;
                }
            } else {
                for (int i = 0; i < count; i++) {
                    gradient[i] = (mean[i] * kept + rest * gradient[i]) / by;
                }
            }
        }
    }

    /** RMSProp. */
    final class RmsPropRule implements UpdateRule {
        private final RmsProp rmsProp;
        private final boolean fused;
        private float rate;

        RmsPropRule(RmsProp rmsProp, boolean fused) {
            this.rmsProp = rmsProp;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public void begin(int iteration, int epoch) {
            rate = (float) rmsProp.getLearningRate(iteration, epoch);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] mean = state[0];
            Loops.averageSquares(mean, (float) rmsProp.getRmsDecay(), gradient, count, fused);
            Loops.overRoot(gradient, rate, mean, (float) rmsProp.getEpsilon(), gradient, count);
        }
    }

    /** AdaGrad. */
    final class AdaGradRule implements UpdateRule {
        private final AdaGrad adaGrad;
        private final boolean fused;
        private float rate;

        AdaGradRule(AdaGrad adaGrad, boolean fused) {
            this.adaGrad = adaGrad;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public void begin(int iteration, int epoch) {
            rate = (float) adaGrad.getLearningRate(iteration, epoch);
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] sum = state[0];
            if (fused) {
                for (int i = 0; i < count; i++) {
                    sum[i] = Math.fma(gradient[i], gradient[i], sum[i]);
                }
            } else {
                for (int i = 0; i < count; i++) {
                    sum[i] = sum[i] + gradient[i] * gradient[i];
                }
            }
            Loops.overRoot(gradient, rate, sum, (float) adaGrad.getEpsilon(), gradient, count);
        }
    }

    /** AdaDelta; the state is the mean of squared gradients, then of squared steps. */
    final class AdaDeltaRule implements UpdateRule {
        private final AdaDelta adaDelta;
        private final boolean fused;

        AdaDeltaRule(AdaDelta adaDelta, boolean fused) {
            this.adaDelta = adaDelta;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 2;
        }

        @Override
        public void begin(int iteration, int epoch) {
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float[] gradients = state[0];
            float[] steps = state[1];
            float kept = (float) adaDelta.getRho();
            float epsilon = (float) adaDelta.getEpsilon();
            Loops.averageSquares(gradients, kept, gradient, count, fused);
            for (int i = 0; i < count; i++) {
                gradient[i] = gradient[i]
                        * ((float) Math.sqrt(steps[i] + epsilon)
                                / (float) Math.sqrt(gradients[i] + epsilon));
            }
            Loops.averageSquares(steps, kept, gradient, count, fused);
        }
    }
}
