"""An experiment as a Java program: data, network, training, evaluation."""

from __future__ import annotations

from ... import datasets
from ...experiment import Experiment
from ..networks import configure
from .imports import Imports
from .source import chain_for, in_comment, java_file, method

_MNIST = "org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator"
_ITERATOR = "org.nd4j.linalg.dataset.api.iterator.DataSetIterator"
_EVALUATION = "org.nd4j.evaluation.classification.Evaluation"
_NETWORK = "org.deeplearning4j.nn.multilayer.MultiLayerNetwork"


def program(experiment: Experiment, class_name: str, package: str) -> str:
    """The Java source of a program that trains an experiment's network, then evaluates it.

    It has the network's seed, the order of the rows and the batches of `bridge.fit`.

    Raises:
        DataError: the data cannot be read.
        UsageError: the network does not fit the data, or Java's builders cannot express it.
    """
    data = datasets.load(experiment.data)
    configuration = configure(experiment, data)
    imports = Imports(class_name, package)
    body = method(chain_for(configuration), configuration, imports)
    main = _main(experiment, imports)
    comment = f"The experiment {experiment.name}: data, network, training, evaluation."
    return java_file(imports, class_name, package, comment, [body, main])


def left_out(experiment: Experiment) -> list[str]:
    """What of an experiment the Java program does not do, in words."""
    said = []
    if experiment.data != "mnist":
        said.append(f"read the data {experiment.data}, for which DL4J has no iterator")
    if experiment.augment is not None:
        said.append("distort images while training")
    if experiment.schedule is not None and experiment.schedule.type == "plateau":
        said.append("lower the learning rate when the loss stays")
    if experiment.validation:
        said.append(f"lay {experiment.validation:g} of the training data aside")
    if experiment.patience is not None:
        said.append("end training early")
    return said


def _main(experiment: Experiment, imports: Imports) -> list[str]:
    network = imports.name_of(_NETWORK)
    lines = [f"// This program does not {in_comment(words)}." for words in left_out(experiment)]
    build = [f"{network} network = new {network}(configuration());", "network.init();"]
    if experiment.data != "mnist":
        lines += [*build, "System.out.println(network.summary());"]
        throws = ""
    else:
        lines += [*_iterators(experiment, imports), "", *build]
        evaluation = imports.name_of(_EVALUATION)
        lines += [
            f"network.fit(train, {experiment.epochs});",
            "",
            f"{evaluation} evaluation = network.evaluate(test);",
            "System.out.println(evaluation.stats());",
        ]
        throws = " throws Exception"
    return [
        f"    public static void main(String[] args){throws} {{",
        *(f"        {line}".rstrip() for line in lines),
        "    }",
    ]


def _iterators(experiment: Experiment, imports: Imports) -> list[str]:
    """MNIST's training and test iterators, the rows in the experiment's order."""
    mnist, kind = imports.name_of(_MNIST), imports.name_of(_ITERATOR)
    seed = _whole(experiment.shuffle_seed)
    batch = experiment.batch_size
    train = f"{batch}, true, {seed}"
    if not experiment.shuffle:
        train = f"{batch}, 60000, false, true, false, {seed}"
    return [
        f"{kind} train = new {mnist}({train});",
        f"{kind} test = new {mnist}({batch}, false, {seed});",
    ]


def _whole(seed: int) -> str:
    # The iterator's seed is an int, and what a long loses on the way there.
    low = (seed + 2**31) % 2**32 - 2**31
    return str(low)
