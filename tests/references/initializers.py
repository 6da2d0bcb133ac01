"""Weight initializations as their papers have them: mean, deviation, bounds."""

from collections.abc import Callable
from math import erf, exp, inf, pi, sqrt
from typing import NamedTuple

# Of a normal distribution cut off at two standard deviations.
CUT = sqrt(1 - 4 * exp(-2) / sqrt(2 * pi) / erf(sqrt(2)))


class Moments(NamedTuple):
    """What a sample of weights looks like."""

    mean: float
    deviation: float
    low: float = -inf
    high: float = inf


def normal(deviation: float) -> Moments:
    """Around 0, without bounds."""
    return Moments(0.0, deviation)


def truncated(deviation: float) -> Moments:
    """Around 0, cut off at two of the deviations given, so that it has a smaller one."""
    return Moments(0.0, CUT * deviation, -2 * deviation, 2 * deviation)


def uniform(bound: float) -> Moments:
    """Between two bounds, whose distance is the square root of 12 deviations."""
    return Moments(0.0, bound / sqrt(3), -bound, bound)


def log_normal(mean: float, deviation: float) -> Moments:
    """Of exp of a normal distribution."""
    middle = exp(mean + deviation**2 / 2)
    return Moments(middle, middle * sqrt(exp(deviation**2) - 1), 0.0)


# Of fan-in and fan-out.
SCHEMES: dict[str, Callable[[float, float], Moments]] = {
    "ZERO": lambda i, o: Moments(0.0, 0.0, 0.0, 0.0),
    "ONES": lambda i, o: Moments(1.0, 0.0, 1.0, 1.0),
    # Glorot, Bengio, AISTATS 2010, eq. 16, and its normal twin.
    "XAVIER": lambda i, o: normal(sqrt(2 / (i + o))),
    "XAVIER_UNIFORM": lambda i, o: uniform(sqrt(6 / (i + o))),
    # Glorot, Bengio 2010: for sigmoids four times as much.
    "SIGMOID_UNIFORM": lambda i, o: uniform(4 * sqrt(6 / (i + o))),
    # He et al., arXiv:1502.01852, eq. 10.
    "RELU": lambda i, o: normal(sqrt(2 / i)),
    "RELU_UNIFORM": lambda i, o: uniform(sqrt(6 / i)),
    # LeCun et al., Efficient BackProp, 1998, section 4.6.
    "LECUN_NORMAL": lambda i, o: normal(sqrt(1 / i)),
    "NORMAL": lambda i, o: normal(sqrt(1 / i)),
    "XAVIER_FAN_IN": lambda i, o: normal(sqrt(1 / i)),
    # Glorot, Bengio 2010, eq. 1, "commonly used".
    "UNIFORM": lambda i, o: uniform(sqrt(1 / i)),
    # He et al. 2015 as Keras has it, but the cut is not made up for.
    "VAR_SCALING_NORMAL_FAN_IN": lambda i, o: truncated(sqrt(1 / i)),
    "VAR_SCALING_NORMAL_FAN_OUT": lambda i, o: truncated(sqrt(1 / o)),
    "VAR_SCALING_NORMAL_FAN_AVG": lambda i, o: truncated(sqrt(2 / (i + o))),
    # DL4J's: the literature has sqrt(3 / fan), so that the variance is 1 / fan.
    "LECUN_UNIFORM": lambda i, o: uniform(3 / sqrt(i)),
    "VAR_SCALING_UNIFORM_FAN_IN": lambda i, o: uniform(3 / sqrt(i)),
    "VAR_SCALING_UNIFORM_FAN_OUT": lambda i, o: uniform(3 / sqrt(o)),
    "VAR_SCALING_UNIFORM_FAN_AVG": lambda i, o: uniform(3 / sqrt((i + o) / 2)),
}


def binomial(trials: int, probability: float) -> Moments:
    """Of the number of successes."""
    deviation = sqrt(trials * probability * (1 - probability))
    return Moments(trials * probability, deviation, 0, trials)
