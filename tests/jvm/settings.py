"""Settings of DL4J's builders, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import jpype

from dl4j_bridge import dl4j as j
from dl4j_bridge.dl4j import java_class
from dl4j_bridge.modelfile.classes import CLASSES

LAYERS = "org.deeplearning4j.nn.conf."
NUMBERS = (0.5, 0.25, 0.75, 0.9, 1e-4, 1.0 / 3)


class Draw:
    """Draws settings; the same seed gives the same ones.

    Each kind of thing is drawn in turn, so that all of its classes come soon.

    Args:
        seed: of the draws.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._turns: dict[str, int] = {}

    def number(self) -> float:
        return self.random.choice(NUMBERS)

    def whole(self) -> int:
        return self.random.randint(1, 7)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def turn(self, kind: str, ways: list[Callable[[], Any]]) -> Any:
        index = self._turns.get(kind, self.random.randrange(len(ways)))
        self._turns[kind] = index + 1
        return ways[index % len(ways)]()

    def of(self, package: str) -> str:
        """Each of the allowed classes of a package in its turn."""
        names = sorted(name for name in CLASSES if name.rpartition(".")[0] == package)
        return str(self.turn(package, [lambda name=name: name for name in names]))

    def schedule(self) -> Any:
        kind = self.random.choice(list(j.ScheduleType.values()))
        n, w = self.number, self.whole
        return self.turn(
            "schedule",
            [
                lambda: j.StepSchedule(kind, n(), n(), float(w())),
                lambda: j.ExponentialSchedule(kind, n(), n()),
                lambda: j.InverseSchedule(kind, n(), n(), n()),
                lambda: j.SigmoidSchedule(kind, n(), n(), w()),
                lambda: j.PolySchedule(kind, n(), n(), w()),
                lambda: j.MapSchedule(kind, {0: n(), 3: n(), 11: n()}),
                lambda: j.CycleSchedule(kind, 0.1, 20 * w()),
                lambda: j.RampSchedule(j.FixedSchedule(n()), w()),
                lambda: j.FixedSchedule(n()),
            ],
        )

    def updater(self) -> Any:
        name = self.of("org.nd4j.linalg.learning.config").rpartition(".")[2]
        kind, n = getattr(j, name), self.number
        if name in ("NoOp", "AdaDelta"):
            return kind() if name == "NoOp" or self.chance(0.5) else kind(n(), n())
        if self.chance(0.3) and name not in ("AdaBelief",):
            return kind(self.schedule())
        return self.random.choice([kind, lambda: kind(n())])()

    def activation(self) -> Any:
        name = self.of("org.nd4j.linalg.activations.impl").rpartition(".")[2]
        n = self.number
        with_numbers = {
            "ActivationLReLU": lambda: j.ActivationLReLU(n()),
            "ActivationELU": lambda: j.ActivationELU(n()),
            "ActivationRReLU": lambda: j.ActivationRReLU(n() / 4, n() + 1),
            "ActivationThresholdedReLU": lambda: j.ActivationThresholdedReLU(n()),
            "ActivationReLU": lambda: j.ActivationReLU(6.0, n(), n()),
            "ActivationGELU": lambda: j.ActivationGELU(True),
        }
        if name == "ActivationPReLU":  # its JSON is that of an array's insides
            return self.activation()
        if name in with_numbers and self.chance(0.5):
            return with_numbers[name]()
        return getattr(j, name)()

    def loss(self) -> Any:
        if self.chance(0.1):
            return java_class("dl4jbridge.loss.LossMulticlassHinge")(self.number())
        name = self.of("org.nd4j.linalg.lossfunctions.impl").rpartition(".")[2]
        weights = j.Nd4j.createFromArray([self.number(), self.number(), 1.0])
        if name == "LossMixtureDensity":
            return j.LossMixtureDensity.builder().gaussians(self.whole()).labelWidth(2).build()
        if name == "LossFMeasure":
            return j.LossFMeasure(self.number())
        if self.chance(0.5):
            try:
                return getattr(j, name)(weights)
            except TypeError:
                pass
        return getattr(j, name)()

    def distribution(self) -> Any:
        n = self.number
        return self.turn(
            "distribution",
            [
                lambda: j.NormalDistribution(0.0, n()),
                lambda: j.GaussianDistribution(n(), n()),
                lambda: j.UniformDistribution(-n(), n()),
                lambda: j.ConstantDistribution(n()),
                lambda: j.LogNormalDistribution(n(), n()),
                lambda: j.TruncatedNormalDistribution(n(), n()),
                lambda: j.OrthogonalDistribution(n()),
                lambda: j.BinomialDistribution(self.whole(), n()),
            ],
        )

    def weight_init(self) -> Any:
        name = self.of(f"{LAYERS[:-5]}weights").rpartition(".")[2]
        if name == "WeightInitDistribution":
            return j.WeightInitDistribution(self.distribution())
        if name == "WeightInitConstant":
            return j.WeightInitConstant(self.number())
        if name == "WeightInitIdentity" and self.chance(0.5):
            return j.WeightInitIdentity(self.number())
        return getattr(j, name)()

    def dropout(self) -> Any:
        name = self.of(f"{LAYERS}dropout").rpartition(".")[2]
        argument = self.schedule() if self.chance(0.3) else self.number()
        return getattr(j, name)(argument)

    def constraint(self) -> Any:
        axes = self.random.choice([(0,), (1,), (1, 2, 3)])
        n = self.number
        return self.turn(
            "constraint",
            [
                lambda: j.MaxNormConstraint(n(), *axes),
                lambda: j.MinMaxNormConstraint(n(), n() + 1, *axes),
                lambda: j.MinMaxNormConstraint(n(), n() + 1, n(), *axes),
                lambda: j.NonNegativeConstraint(),
                lambda: j.UnitNormConstraint(*axes),
            ],
        )

    def weight_noise(self) -> Any:
        n = self.number
        return self.turn(
            "weight noise",
            [
                lambda: j.DropConnect(n()),
                lambda: j.DropConnect(self.schedule(), True),
                lambda: j.WeightNoise(self.distribution()),
                lambda: j.WeightNoise(self.distribution(), True, False),
            ],
        )

    def constant(self, enum: str) -> Any:
        return self.turn(enum, [lambda c=c: c for c in java_class(enum).values()])

    def reconstruction(self) -> Any:
        d = java_class
        package = f"{LAYERS}layers.variational."
        return self.turn(
            "reconstruction",
            [
                lambda: d(f"{package}GaussianReconstructionDistribution")(self.activation()),
                lambda: d(f"{package}BernoulliReconstructionDistribution")(j.Activation.SIGMOID),
                lambda: d(f"{package}ExponentialReconstructionDistribution")(),
                lambda: d(f"{package}LossFunctionWrapper")(j.Activation.TANH, self.loss()),
                lambda: (
                    d(f"{package}CompositeReconstructionDistribution")
                    .Builder()
                    .addDistribution(3, d(f"{package}GaussianReconstructionDistribution")())
                    .addDistribution(4, d(f"{package}BernoulliReconstructionDistribution")())
                    .build()
                ),
            ],
        )

    def settings(self) -> dict[str, Callable[[], Any]]:
        """Setters of any builder, with what they take."""
        n, w = self.number, self.whole
        return {
            "activation": self.activation,
            "weightInit": self.weight_init,
            "biasInit": n,
            "gainInit": n,
            "l1": n,
            "l2": n,
            "weightDecayBias": n,
            "l1Bias": n,
            "dropOut": self.dropout,
            "updater": self.updater,
            "biasUpdater": self.updater,
            "gradientNormalization": lambda: self.constant("GradientNormalization"),
            "gradientNormalizationThreshold": n,
            "weightNoise": self.weight_noise,
            "constrainWeights": self.constraint,
            "constrainBias": self.constraint,
            "constrainAllParameters": self.constraint,
            "name": lambda: f'the "{w()}"th\\',
            "hasBias": lambda: False,
            "hasLayerNorm": lambda: True,
            "convolutionMode": lambda: self.constant("ConvolutionMode"),
            "cudnnAlgoMode": lambda: j.ConvolutionLayer.AlgoMode.NO_WORKSPACE,
            "cudnnFwdMode": lambda: self.constant("ConvolutionLayer.FwdAlgo"),
            "gateActivationFunction": self.activation,
            "weightInitRecurrent": self.weight_init,
            "forgetGateBiasInit": n,
            "constrainRecurrent": self.constraint,
            "poolingDimensions": lambda: [2, 3],
            "collapseDimensions": lambda: False,
            "pnorm": w,
            "decay": n,
            "eps": n,
            "isMinibatch": lambda: False,
            "lockGammaBeta": lambda: True,
            "corruptionLevel": n,
            "sparsity": n,
            "alpha": n,
            "lambda": n,
            "gradientCheck": lambda: True,
            "initialRadiusValue": w,
            "numSamples": w,
            "pzxActivationFunction": self.activation,
            "reconstructionDistribution": self.reconstruction,
            "depthMultiplier": w,
            "inferInputLength": lambda: False,
            "k": n,
        }

    def decorated(self, builder: Any, share: float = 0.2) -> Any:
        """A builder with some settings, built."""
        for name, value in self.settings().items():
            if self.chance(share):
                builder = self.with_setting(builder, name, value)
        return builder.build()

    def made(self, way: Callable[[], Any]) -> Any:
        """What a way makes, drawn again when DL4J refuses the settings together."""
        while True:
            try:
                return way()
            except jpype.JException:
                continue

    def with_setting(self, builder: Any, name: str, value: Callable[[], Any]) -> Any:
        """A builder with a setting, if its layer has it and takes the value."""
        if not hasattr(builder, name):
            return builder
        try:
            return getattr(builder, name)(value())
        except (TypeError, jpype.JException):
            return builder
