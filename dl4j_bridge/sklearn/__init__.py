"""Deeplearning4j's networks as scikit-learn's estimators.

>>> from dl4j_bridge.sklearn import DL4JClassifier
>>> from sklearn.model_selection import cross_val_score
>>> cross_val_score(DL4JClassifier((50,), random_state=1), X, y)
"""

from __future__ import annotations

from ..errors import SetupError

try:
    import sklearn as _scikit_learn  # noqa: F401
except ImportError as fault:
    raise SetupError(
        "The estimators need scikit-learn, which is not installed. "
        "Type: pip install 'dl4j-bridge[sklearn]'"
    ) from fault

from .classifier import DL4JClassifier
from .regressor import DL4JRegressor

__all__ = ["DL4JClassifier", "DL4JRegressor"]
