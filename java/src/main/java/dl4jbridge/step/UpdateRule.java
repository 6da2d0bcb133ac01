package dl4jbridge.step;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
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
            return new AdamRule((Adam) updater, fused);
        }
        if (updater.getClass() == RmsProp.class) {
            return new RmsPropRule((RmsProp) updater, fused);
        }
        if (updater.getClass() == AdaGrad.class) {
            return new AdaGradRule((AdaGrad) updater, fused);
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
            float r = rate;
            for (int i = 0; i < count; i++) {
                gradient[i] = gradient[i] * r;
            }
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

    /** Adam; the state is first and second moment, one after the other. */
    final class AdamRule implements UpdateRule {
        private final Adam adam;
        private final boolean fused;
        private float rate;

        AdamRule(Adam adam, boolean fused) {
            this.adam = adam;
            this.fused = fused;
        }

        @Override
        public int states() {
            return 2;
        }

        @Override
        public void begin(int iteration, int epoch) {
            float decay1 = (float) Math.pow((float) adam.getBeta1(), iteration + 1);
            float decay2 = (float) Math.pow((float) adam.getBeta2(), iteration + 1);
            float scaled = (float) adam.getLearningRate(iteration, epoch)
                    * (float) Math.sqrt(1 - decay2);
            float corrected = (float) (scaled / (1.0 - decay1));
            boolean usable = Float.isFinite(corrected) && corrected != 0;
            rate = usable ? corrected : (float) adam.getEpsilon();
        }

        @Override
        public void apply(float[] gradient, float[][] state, int count) {
            float b1 = (float) adam.getBeta1();
            float b2 = (float) adam.getBeta2();
            if (fused) {
                momentsFused(gradient, state[0], state[1], b1, b2, count);
            } else {
                moments(gradient, state[0], state[1], b1, b2, count);
            }
            float[] first = state[0];
            float[] second = state[1];
            float r = rate;
            float epsilon = (float) adam.getEpsilon();
            for (int i = 0; i < count; i++) {
                gradient[i] = first[i] * r / ((float) Math.sqrt(second[i]) + epsilon);
            }
        }

        private static void moments(float[] gradient, float[] first, float[] second, float b1,
                                    float b2, int count) {
            float c1 = 1 - b1;
            float c2 = 1 - b2;
            for (int i = 0; i < count; i++) {
                first[i] = b1 * first[i] + gradient[i] * c1;
                second[i] = b2 * second[i] + gradient[i] * gradient[i] * c2;
            }
        }

        private static void momentsFused(float[] gradient, float[] first, float[] second, float b1,
                                         float b2, int count) {
            float c1 = 1 - b1;
            float c2 = 1 - b2;
            for (int i = 0; i < count; i++) {
                first[i] = Math.fma(b1, first[i], gradient[i] * c1);
                second[i] = Math.fma(b2, second[i], gradient[i] * gradient[i] * c2);
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
            float decay = (float) rmsProp.getRmsDecay();
            float rest = 1 - decay;
            float epsilon = (float) rmsProp.getEpsilon();
            float r = rate;
            if (fused) {
                for (int i = 0; i < count; i++) {
                    mean[i] = Math.fma(decay, mean[i], gradient[i] * gradient[i] * rest);
                }
            } else {
                for (int i = 0; i < count; i++) {
                    mean[i] = decay * mean[i] + gradient[i] * gradient[i] * rest;
                }
            }
            for (int i = 0; i < count; i++) {
                gradient[i] = gradient[i] * r / ((float) Math.sqrt(mean[i]) + epsilon);
            }
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
            float epsilon = (float) adaGrad.getEpsilon();
            float r = rate;
            if (fused) {
                for (int i = 0; i < count; i++) {
                    sum[i] = Math.fma(gradient[i], gradient[i], sum[i]);
                }
            } else {
                for (int i = 0; i < count; i++) {
                    sum[i] = sum[i] + gradient[i] * gradient[i];
                }
            }
            for (int i = 0; i < count; i++) {
                gradient[i] = gradient[i] * r / ((float) Math.sqrt(sum[i]) + epsilon);
            }
        }
    }
}
