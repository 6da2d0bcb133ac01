"""All rules, in the order of what they look at."""

from __future__ import annotations

from . import data, dropouts, hidden, losses, normalizing, resets, seeds, sizes, training, updaters
from .rule import Rule

RULES: tuple[Rule, ...] = (
    seeds.NoSeed(),
    seeds.SeedZero(),
    data.TestFromTraining(),
    data.EvaluatedOnTraining(),
    data.BatchTooLarge(),
    data.LabelsNotOneHot(),
    normalizing.NotNormalized(),
    normalizing.NormalizedTwice(),
    normalizing.NormalizerOnTest(),
    normalizing.NormalizerUnused(),
    resets.LoopWithoutReset(),
    resets.ReadWithoutReset(),
    sizes.NoInputType(),
    sizes.ConvolutionWithoutImage(),
    sizes.SizesMismatch(),
    sizes.WrongInputs(),
    sizes.WrongOutputs(),
    losses.SoftmaxWithMse(),
    losses.SigmoidWithMcxent(),
    losses.OneOutputSoftmax(),
    losses.SoftmaxWithXent(),
    losses.LossNeedsProbabilities(),
    losses.XentForClasses(),
    losses.ClassesOfNumbers(),
    hidden.DefaultSigmoid(),
    hidden.LinearHiddenLayers(),
    hidden.HiddenSoftmax(),
    hidden.EqualWeights(),
    hidden.WeightsForAnother(),
    hidden.LargePenalty(),
    dropouts.DropoutKeeps(),
    dropouts.DropoutInPercent(),
    updaters.RateAsMomentum(),
    updaters.MomentumOnly(),
    updaters.RateAndMomentumSwapped(),
    updaters.RateTooLarge(),
    updaters.RateNotPositive(),
    updaters.RmsPropDefault(),
    training.NeverInitialized(),
    training.NeverEvaluated(),
    training.ListenersTooLate(),
    training.EpochsSquared(),
    training.StoppedByTraining(),
)
BY_ID = {rule.id: rule for rule in RULES}
