"""Rules about seeds."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from .program import Program
from .rule import Rule, Severity


class NoSeed(Rule):
    """A network's builder sets no seed."""

    id = "no-seed"
    why = (
        "Without a seed Deeplearning4j takes the clock: the initial weights differ from run to "
        "run, and no result can be repeated. (init() sets the random numbers' seed itself, so "
        "Nd4j.getRandom().setSeed(...) before it does not help.)"
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            # A seed after list() would not compile; one on an unseen path would.
            if network.chain.whole and network.setting("seed") is None:
                yield self.at(
                    network.at,
                    "The network has no seed.",
                    "Write new NeuralNetConfiguration.Builder().seed(123), or any number but 0.",
                )


class SeedZero(Rule):
    """The seed of a network is 0, which Deeplearning4j takes as the clock."""

    id = "seed-zero"
    severity = Severity.ERROR
    why = (
        "Deeplearning4j's random numbers take the seed 0 for 'use the clock': "
        "two runs with seed 0 begin with different weights."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for network in program.networks:
            seed = network.setting("seed")
            if seed and seed.arguments and program.number(seed.arguments[0]) == 0:
                yield self.at(seed.arguments[0], "The seed is 0.", "Take another: seed(123).")
