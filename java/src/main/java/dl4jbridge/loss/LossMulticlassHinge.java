package dl4jbridge.loss;

import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Loss of the multiclass support vector machine: a class that comes within the margin of the true
 * class's score, or above it, costs what it is short of the margin. DL4J's own {@code LossHinge} is
 * another one, of labels ±1 for each output by itself.
 *
 * <p>Source: J. Weston, C. Watkins, "Support Vector Machines for Multi-Class Pattern Recognition",
 * ESANN 1999.
 */
public final class LossMulticlassHinge implements ILossFunction {

    private static final long serialVersionUID = 1;

    private final double margin;

    /** The margin of the textbooks, 1. */
    public LossMulticlassHinge() {
        this(1);
    }

    /** @param margin by how much the true class's score shall lie above every other */
    public LossMulticlassHinge(@JsonProperty("margin") double margin) {
        Preconditions.checkArgument(margin > 0 && Double.isFinite(margin),
                "The margin is %s, but must be a number above 0.", margin);
        this.margin = margin;
    }

    public double getMargin() {
        return margin;
    }

    @Override
    public double computeScore(INDArray labels, INDArray preOutput, IActivation activationFn,
            INDArray mask, boolean average) {
        INDArray losses = computeScoreArray(labels, preOutput, activationFn, mask);
        double sum = losses.sumNumber().doubleValue();
        return average ? sum / losses.size(0) : sum;
    }

    /** @return a loss for each row */
    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        INDArray lacking = lacking(labels, preOutput, activationFn);
        if (mask != null) {
            LossUtil.applyMask(lacking, mask);
        }
        return lacking.sum(true, 1);
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        // One for each class that is too near, minus their number for the true class.
        INDArray tooNear = lacking(labels, preOutput, activationFn).gt(0)
                .castTo(preOutput.dataType());
        if (mask != null) {
            LossUtil.applyMask(tooNear, mask);
        }
        INDArray trueClass = labels.castTo(preOutput.dataType());
        INDArray byScore = tooNear.sub(trueClass.mulColumnVector(tooNear.sum(true, 1)));
        return activationFn.backprop(preOutput, byScore).getFirst();
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(INDArray labels, INDArray preOutput,
            IActivation activationFn, INDArray mask, boolean average) {
        return new Pair<>(computeScore(labels, preOutput, activationFn, mask, average),
                computeGradient(labels, preOutput, activationFn, mask));
    }

    @Override
    public String name() {
        return toString();
    }

    /** What each score lacks to the margin below the true class's; 0 for the true class. */
    private INDArray lacking(INDArray labels, INDArray preOutput, IActivation activationFn) {
        Preconditions.checkArgument(labels.rank() == 2 && labels.equalShapes(preOutput),
                "Labels (shape %s) and outputs (shape %s) must be rows of the same length.",
                labels.shape(), preOutput.shape());
        INDArray trueClass = labels.castTo(preOutput.dataType());
        INDArray scores = activationFn.getActivation(preOutput.dup(), true);
        INDArray trueScore = scores.mul(trueClass).sum(true, 1);
        INDArray lacking = scores.subColumnVector(trueScore).addi(margin);
        lacking.muli(trueClass.rsub(1));
        return Transforms.max(lacking, 0, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LossMulticlassHinge
                && ((LossMulticlassHinge) other).margin == margin;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(margin);
    }

    @Override
    public String toString() {
        return "LossMulticlassHinge(margin=" + margin + ")";
    }
}
