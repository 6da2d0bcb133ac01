"""Fast layers learn as well as stock ones: LeNet on digits, with several seeds."""

import dataclasses
from typing import Any

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import networks
from dl4j_bridge.presets import preset

SEEDS = (1, 2, 3, 4, 5)
DIGITS = datasets.mnist().take(train=6_000, test=5_000)


def accuracy(seed: int, mode: Any) -> float:
    """Share of right test digits after one epoch."""
    experiment = dataclasses.replace(preset("lenet"), seed=seed)
    network = networks.build(experiment, DIGITS)
    bridge.fit(
        network,
        (DIGITS.train.x, DIGITS.train.labels),
        batch_size=experiment.batch_size,
        seed=seed,
        progress=False,
        accelerate=mode,
    )
    found = bridge.evaluate(network, DIGITS).accuracy
    print(f"seed {seed}, {mode}: {found:.2%}", flush=True)
    return float(found)


def test_accuracy_differs_less_between_fast_and_stock_than_between_seeds() -> None:
    stock = np.array([accuracy(seed, "off") for seed in SEEDS])
    fast = np.array([accuracy(seed, "fast") for seed in SEEDS])
    difference = fast - stock
    print(f"stock {stock.mean():.2%} ± {stock.std(ddof=1):.2%} between seeds")
    print(f"fast  {fast.mean():.2%}, fast - stock {difference.mean():+.2%}", flush=True)
    assert stock.min() > 0.9
    assert abs(difference.mean()) <= stock.std(ddof=1)
