"""Rules about the scale of inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding
from .program import Program
from .rule import Rule, Severity

_FITTED = ("NormalizerStandardize", "NormalizerMinMaxScaler")
_SCALERS = (
    *_FITTED,
    "ImagePreProcessingScaler",
    "VGG16ImagePreProcessor",
    "CompositeDataSetPreProcessor",
)
_BY_HAND = (
    "div",
    "divi",
    "normalize",
    "setPreProcessor",
    "preProcess",
    "normalizeZeroMeanZeroUnitVariance",
)
_READERS = {
    "ImageRecordReader": ("pixels of 0 to 255", "new ImagePreProcessingScaler(0, 1)"),
    "CSVRecordReader": ("columns as they are in the file", "a NormalizerStandardize"),
}
_LOADERS = {"NativeImageLoader": _READERS["ImageRecordReader"]}


class NotNormalized(Rule):
    """Images of 0 to 255, or the columns of a file, are fed as they are."""

    id = "not-normalized"
    why = (
        "Inputs that are large or of different sizes make gradients large and learning unstable; "
        "networks want numbers around 0 to 1."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        if not program.fitted or program.created(*_SCALERS) or program.calls(*_BY_HAND):
            return
        if any(x.layers and x.layers[0].kind == "BatchNormalization" for x in program.networks):
            return
        for reader, (what, scaler) in (_READERS | _LOADERS).items():
            # A second reader is of test data, and has the same remedy.
            for code in program.created(reader)[:1]:
                yield self.at(
                    code,
                    f"{reader} gives {what}; nothing scales them.",
                    f"Call iterator.setPreProcessor(...) with {scaler}.",
                )


class NormalizedTwice(Rule):
    """Pixels of MnistDataSetIterator are scaled a second time."""

    id = "normalized-twice"
    why = (
        "MnistDataSetIterator and EmnistDataSetIterator give pixels of 0 to 1 already; an "
        "ImagePreProcessingScaler divides them by 255 again, and almost nothing is left."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        scaled = [
            known.variable
            for known in program.iterators
            if known.variable and known.data.name in ("MNIST", "EMNIST")
        ]
        for call in program.calls("setPreProcessor"):
            scaler = program.type(call.arguments[0]) if call.arguments else ""
            again = program.variable(call.field("object")) in scaled
            if scaler == "ImagePreProcessingScaler" and again:
                yield self.at(
                    call.field("name") or call,
                    f"{call.field_text('object')} is scaled a second time.",
                    "Leave the scaler out.",
                )


class NormalizerOnTest(Rule):
    """A normalizer takes its statistics from test data."""

    id = "normalizer-on-test-data"
    why = (
        "Mean and deviation must come from the training data; test data are then scaled with "
        "the same numbers, as new examples will be."
    )

    def _find(self, program: Program) -> Iterator[Finding]:
        for call in program.calls("fit"):
            if program.type(call.field("object")) not in _FITTED or not call.arguments:
                continue
            given = call.arguments[0]
            made = program.names.definition(given)
            name = given.text if given.kind == "identifier" else ""
            test = re.search(r"^test|[a-z_]Test|_test", name) and "rain" not in name
            if test or (made.kind == "method_invocation" and made.field_text("name") == "getTest"):
                yield self.at(
                    given,
                    f"The normalizer is fitted to {given.text}.",
                    "Fit it to the training data; transform both.",
                )


class NormalizerUnused(Rule):
    """A normalizer is fitted but never applied."""

    id = "normalizer-unused"
    severity = Severity.ERROR
    why = "fit() only collects statistics; the data stay as they are."

    def _find(self, program: Program) -> Iterator[Finding]:
        for call in program.calls("fit"):
            normalizer = program.variable(call.field("object"))
            if normalizer is None or program.type(call.field("object")) not in _FITTED:
                continue
            uses = [use.parent for use in program.names.uses(normalizer)]
            if all(use and use.field_text("name") in ("fit", "fitLabel") for use in uses):
                yield self.at(
                    call.field("name") or call,
                    f"{normalizer.name} is fitted, and then not used.",
                    f"Call iterator.setPreProcessor({normalizer.name}), or "
                    f"{normalizer.name}.transform(data).",
                )
