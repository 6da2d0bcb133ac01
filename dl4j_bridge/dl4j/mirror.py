"""Java's own names: which class of DL4J and ND4J a Python name stands for.

The classes are the real ones, made by JPype; nothing is wrapped or renamed. Looking up a name
starts the JVM on first use. Nested classes are attributes of their outer one, as in Java:
`DenseLayer.Builder()`, `LossFunctions.LossFunction.MCXENT`.
"""

from __future__ import annotations

from typing import Any

import jpype

from ..datasets import unpack_mnist
from ..jvm import start
from ..jvm.options import resources_dir
from ..spelling import suggest
from . import arrays as arrays  # numpy arrays become INDArrays in every call

_NN = "org.deeplearning4j.nn"
_ND4J = "org.nd4j.linalg"

# One line a package; a new DL4J class is one word here.
_PACKAGES: dict[str, str] = {
    f"{_NN}.conf": """
        BackpropType CacheMode CNN2DFormat ComputationGraphConfiguration ConvolutionMode
        GradientNormalization InputPreProcessor MultiLayerConfiguration NeuralNetConfiguration
        RNNFormat Updater WorkspaceMode""",
    f"{_NN}.api": "Layer Model NeuralNetwork OptimizationAlgorithm",
    f"{_NN}.conf.inputs": "InputType",
    f"{_NN}.conf.layers": """
        ActivationLayer AutoEncoder BatchNormalization CapsuleLayer CapsuleStrengthLayer
        CenterLossOutputLayer Cnn3DLossLayer CnnLossLayer Convolution1D Convolution1DLayer
        Convolution2D Convolution3D ConvolutionLayer Deconvolution2D Deconvolution3D DenseLayer
        DepthwiseConvolution2D DropoutLayer EmbeddingLayer EmbeddingSequenceLayer
        GlobalPoolingLayer GravesBidirectionalLSTM GravesLSTM LSTM LearnedSelfAttentionLayer
        LocalResponseNormalization LocallyConnected1D LocallyConnected2D LossLayer OutputLayer
        PReLULayer Pooling1D Pooling2D PoolingType PrimaryCapsules RecurrentAttentionLayer
        RnnLossLayer RnnOutputLayer SelfAttentionLayer SeparableConvolution2D SpaceToBatchLayer
        SpaceToDepthLayer Subsampling1DLayer Subsampling3DLayer SubsamplingLayer Upsampling1D
        Upsampling2D Upsampling3D ZeroPadding1DLayer ZeroPadding3DLayer ZeroPaddingLayer""",
    f"{_NN}.conf.layers.convolutional": "Cropping1D Cropping2D Cropping3D",
    f"{_NN}.conf.layers.misc": """
        ElementWiseMultiplicationLayer FrozenLayer FrozenLayerWithBackprop RepeatVector""",
    f"{_NN}.conf.layers.objdetect": "Yolo2OutputLayer",
    f"{_NN}.conf.layers.recurrent": "Bidirectional LastTimeStep SimpleRnn TimeDistributed",
    f"{_NN}.conf.layers.util": "MaskLayer MaskZeroLayer",
    f"{_NN}.conf.layers.variational": """
        BernoulliReconstructionDistribution CompositeReconstructionDistribution
        ExponentialReconstructionDistribution GaussianReconstructionDistribution
        LossFunctionWrapper VariationalAutoencoder""",
    f"{_NN}.conf.ocnn": "OCNNOutputLayer",
    f"{_NN}.conf.graph": """
        AttentionVertex ElementWiseVertex FrozenVertex L2NormalizeVertex L2Vertex LayerVertex
        MergeVertex PoolHelperVertex PreprocessorVertex ReshapeVertex ScaleVertex ShiftVertex
        StackVertex SubsetVertex UnstackVertex""",
    f"{_NN}.conf.graph.rnn": """
        DuplicateToTimeSeriesVertex LastTimeStepVertex ReverseTimeSeriesVertex""",
    f"{_NN}.conf.preprocessor": """
        Cnn3DToFeedForwardPreProcessor CnnToFeedForwardPreProcessor CnnToRnnPreProcessor
        ComposableInputPreProcessor FeedForwardToCnn3DPreProcessor FeedForwardToCnnPreProcessor
        FeedForwardToRnnPreProcessor RnnToCnnPreProcessor RnnToFeedForwardPreProcessor""",
    f"{_NN}.conf.distribution": """
        BinomialDistribution ConstantDistribution Distribution GaussianDistribution
        LogNormalDistribution NormalDistribution OrthogonalDistribution
        TruncatedNormalDistribution UniformDistribution""",
    f"{_NN}.conf.dropout": "AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout",
    f"{_NN}.conf.weightnoise": "DropConnect WeightNoise",
    f"{_NN}.conf.constraint": """
        MaxNormConstraint MinMaxNormConstraint NonNegativeConstraint UnitNormConstraint""",
    f"{_NN}.weights": "WeightInit",
    f"{_NN}.multilayer": "MultiLayerNetwork",
    f"{_NN}.graph": "ComputationGraph",
    f"{_NN}.transferlearning": """
        FineTuneConfiguration TransferLearning TransferLearningHelper""",
    "org.deeplearning4j.util": "ModelSerializer",
    "org.deeplearning4j.gradientcheck": "GradientCheckUtil",
    "org.deeplearning4j.optimize.api": "TrainingListener",
    "org.deeplearning4j.optimize.listeners": """
        CheckpointListener CollectScoresIterationListener ComposableIterationListener
        EvaluativeListener PerformanceListener ScoreIterationListener SleepyTrainingListener
        TimeIterationListener""",
    "org.deeplearning4j.earlystopping": "EarlyStoppingConfiguration EarlyStoppingResult",
    "org.deeplearning4j.earlystopping.saver": """
        InMemoryModelSaver LocalFileGraphSaver LocalFileModelSaver""",
    "org.deeplearning4j.earlystopping.scorecalc": """
        AutoencoderScoreCalculator ClassificationScoreCalculator DataSetLossCalculator
        DataSetLossCalculatorCG ROCScoreCalculator RegressionScoreCalculator
        VAEReconErrorScoreCalculator VAEReconProbScoreCalculator""",
    "org.deeplearning4j.earlystopping.termination": """
        BestScoreEpochTerminationCondition InvalidScoreIterationTerminationCondition
        MaxEpochsTerminationCondition MaxScoreIterationTerminationCondition
        MaxTimeIterationTerminationCondition ScoreImprovementEpochTerminationCondition""",
    "org.deeplearning4j.earlystopping.trainer": "EarlyStoppingGraphTrainer EarlyStoppingTrainer",
    "org.deeplearning4j.datasets.iterator.impl": """
        EmnistDataSetIterator IrisDataSetIterator MnistDataSetIterator""",
    "org.deeplearning4j.datasets.iterator": """
        DoublesDataSetIterator EarlyTerminationDataSetIterator ExistingDataSetIterator
        FloatsDataSetIterator INDArrayDataSetIterator IteratorDataSetIterator
        RandomDataSetIterator ReconstructionDataSetIterator""",
    "org.deeplearning4j.datasets.iterator.utilty": """
        BenchmarkDataSetIterator ListDataSetIterator SingletonDataSetIterator""",
    f"{_ND4J}.factory": "Nd4j",
    f"{_ND4J}.api.ndarray": "INDArray",
    f"{_ND4J}.api.buffer": "DataType",
    f"{_ND4J}.indexing": "BooleanIndexing NDArrayIndex",
    f"{_ND4J}.indexing.conditions": "Conditions",
    f"{_ND4J}.ops.transforms": "Transforms",
    f"{_ND4J}.activations": "Activation IActivation",
    f"{_ND4J}.activations.impl": """
        ActivationCube ActivationELU ActivationGELU ActivationHardSigmoid ActivationHardTanH
        ActivationIdentity ActivationLReLU ActivationMish ActivationPReLU ActivationRReLU
        ActivationRationalTanh ActivationReLU ActivationReLU6 ActivationRectifiedTanh
        ActivationSELU ActivationSigmoid ActivationSoftPlus ActivationSoftSign ActivationSoftmax
        ActivationSwish ActivationTanH ActivationThresholdedReLU""",
    f"{_ND4J}.lossfunctions": "ILossFunction LossFunctions",
    f"{_ND4J}.lossfunctions.impl": """
        LossBinaryXENT LossCosineProximity LossFMeasure LossHinge LossKLD LossL1 LossL2 LossMAE
        LossMAPE LossMCXENT LossMSE LossMSLE LossMixtureDensity LossMultiLabel
        LossNegativeLogLikelihood LossPoisson LossSparseMCXENT LossSquaredHinge
        LossWasserstein""",
    f"{_ND4J}.learning.config": """
        AMSGrad AdaBelief AdaDelta AdaGrad AdaMax Adam IUpdater Nadam Nesterovs NoOp RmsProp
        Sgd""",
    f"{_ND4J}.learning.regularization": "L1Regularization L2Regularization WeightDecay",
    f"{_ND4J}.schedule": """
        CycleSchedule ExponentialSchedule FixedSchedule ISchedule InverseSchedule MapSchedule
        PolySchedule RampSchedule ScheduleType SigmoidSchedule StepSchedule""",
    f"{_ND4J}.dataset": """
        AsyncDataSetIterator DataSet ExistingMiniBatchDataSetIterator MultiDataSet
        SplitTestAndTrain""",
    f"{_ND4J}.dataset.api.iterator": """
        CachingDataSetIterator DataSetIterator KFoldIterator MultiDataSetIterator
        MultipleEpochsIterator SamplingDataSetIterator TestDataSetIterator""",
    f"{_ND4J}.dataset.api.preprocessor": """
        CompositeDataSetPreProcessor ImageFlatteningDataSetPreProcessor ImagePreProcessingScaler
        MultiNormalizerHybrid MultiNormalizerMinMaxScaler MultiNormalizerStandardize
        NormalizerMinMaxScaler NormalizerStandardize VGG16ImagePreProcessor""",
    f"{_ND4J}.dataset.api.preprocessor.serializer": "NormalizerSerializer",
    "org.nd4j.evaluation": "EvaluationAveraging",
    "org.nd4j.evaluation.classification": """
        ConfusionMatrix Evaluation EvaluationBinary EvaluationCalibration ROC ROCBinary
        ROCMultiClass""",
    "org.nd4j.evaluation.regression": "RegressionEvaluation",
    # What the course texts teach beyond DL4J's own classes.
    "dl4jbridge.graph": "StochasticDepthVertex",
    "dl4jbridge.loss": "LossMulticlassHinge",
    "java.io": "File",
    "java.util": "ArrayList Arrays HashMap Random",
}

_CLASSES: dict[str, str] = {
    name: f"{package}.{name}" for package, words in _PACKAGES.items() for name in words.split()
}


def java_names() -> list[str]:
    """Every name the mirror knows, sorted."""
    return sorted(_CLASSES)


def java_class(name: str) -> Any:
    """The Java class a name stands for; starts the JVM on first use.

    Raises:
        ImportError: no such class; the message suggests the nearest name. Not an
            AttributeError, because `from dl4j_bridge.dl4j import X` would swallow its text.
    """
    full_name = _CLASSES.get(name)
    if full_name is None:
        raise ImportError(
            f"The mirror of Deeplearning4j has no class '{name}'.{suggest(name, _CLASSES)}"
        )
    start.ensure()
    if name == "MnistDataSetIterator":
        # DL4J's own download has been refused since 2024; its files are made from ours.
        unpack_mnist(resources_dir())
    return jpype.JClass(full_name)
