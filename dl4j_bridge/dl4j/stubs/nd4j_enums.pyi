# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import nd4j_enums
from . import python


class CellAct(java_lang.Enum):
    TANH: ClassVar[nd4j_enums.CellAct]
    RELU: ClassVar[nd4j_enums.CellAct]
    SIGMOID: ClassVar[nd4j_enums.CellAct]
    AFFINE: ClassVar[nd4j_enums.CellAct]
    LEAKY_RELU: ClassVar[nd4j_enums.CellAct]
    THRESHHOLD_RELU: ClassVar[nd4j_enums.CellAct]
    SCALED_TAHN: ClassVar[nd4j_enums.CellAct]
    HARD_SIGMOID: ClassVar[nd4j_enums.CellAct]
    ELU: ClassVar[nd4j_enums.CellAct]
    SOFTSIGN: ClassVar[nd4j_enums.CellAct]
    SOFTPLUS: ClassVar[nd4j_enums.CellAct]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.CellAct, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.CellAct: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.CellAct]: ...

class CoordinateTransformationMode(java_lang.Enum):
    ASYMMETRIC: ClassVar[nd4j_enums.CoordinateTransformationMode]
    HALF_PIXEL: ClassVar[nd4j_enums.CoordinateTransformationMode]
    HALF_PIXEL_NN: ClassVar[nd4j_enums.CoordinateTransformationMode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.CoordinateTransformationMode, /) -> int: ...
    def getIndex(self) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.CoordinateTransformationMode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.CoordinateTransformationMode]: ...

class DataFormat(java_lang.Enum):
    NCHW: ClassVar[nd4j_enums.DataFormat]
    NHWC: ClassVar[nd4j_enums.DataFormat]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.DataFormat, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.DataFormat: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.DataFormat]: ...

class GateAct(java_lang.Enum):
    TANH: ClassVar[nd4j_enums.GateAct]
    RELU: ClassVar[nd4j_enums.GateAct]
    SIGMOID: ClassVar[nd4j_enums.GateAct]
    AFFINE: ClassVar[nd4j_enums.GateAct]
    LEAKY_RELU: ClassVar[nd4j_enums.GateAct]
    THRESHHOLD_RELU: ClassVar[nd4j_enums.GateAct]
    SCALED_TAHN: ClassVar[nd4j_enums.GateAct]
    HARD_SIGMOID: ClassVar[nd4j_enums.GateAct]
    ELU: ClassVar[nd4j_enums.GateAct]
    SOFTSIGN: ClassVar[nd4j_enums.GateAct]
    SOFTPLUS: ClassVar[nd4j_enums.GateAct]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.GateAct, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.GateAct: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.GateAct]: ...

class ImageResizeMethod(java_lang.Enum):
    ResizeBilinear: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeNearest: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeBicubic: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeArea: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeGaussian: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeLanczos3: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeLanczos5: ClassVar[nd4j_enums.ImageResizeMethod]
    ResizeMitchellcubic: ClassVar[nd4j_enums.ImageResizeMethod]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.ImageResizeMethod, /) -> int: ...
    def methodIndex(self) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.ImageResizeMethod: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.ImageResizeMethod]: ...

class LSTMDataFormat(java_lang.Enum):
    TNS: ClassVar[nd4j_enums.LSTMDataFormat]
    NST: ClassVar[nd4j_enums.LSTMDataFormat]
    NTS: ClassVar[nd4j_enums.LSTMDataFormat]
    T2NS: ClassVar[nd4j_enums.LSTMDataFormat]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.LSTMDataFormat, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.LSTMDataFormat: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.LSTMDataFormat]: ...

class LSTMDirectionMode(java_lang.Enum):
    FWD: ClassVar[nd4j_enums.LSTMDirectionMode]
    BWD: ClassVar[nd4j_enums.LSTMDirectionMode]
    BIDIR_SUM: ClassVar[nd4j_enums.LSTMDirectionMode]
    BIDIR_CONCAT: ClassVar[nd4j_enums.LSTMDirectionMode]
    BIDIR_EXTRA_DIM: ClassVar[nd4j_enums.LSTMDirectionMode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.LSTMDirectionMode, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.LSTMDirectionMode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.LSTMDirectionMode]: ...

class Mode(java_lang.Enum):
    CONSTANT: ClassVar[nd4j_enums.Mode]
    REFLECT: ClassVar[nd4j_enums.Mode]
    SYMMETRIC: ClassVar[nd4j_enums.Mode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.Mode, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.Mode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.Mode]: ...

class NearestMode(java_lang.Enum):
    FLOOR: ClassVar[nd4j_enums.NearestMode]
    ROUND_PREFER_FLOOR: ClassVar[nd4j_enums.NearestMode]
    ROUND_PREFER_CEIL: ClassVar[nd4j_enums.NearestMode]
    CEIL: ClassVar[nd4j_enums.NearestMode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.NearestMode, /) -> int: ...
    def getIndex(self) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.NearestMode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.NearestMode]: ...

class OutAct(java_lang.Enum):
    TANH: ClassVar[nd4j_enums.OutAct]
    RELU: ClassVar[nd4j_enums.OutAct]
    SIGMOID: ClassVar[nd4j_enums.OutAct]
    AFFINE: ClassVar[nd4j_enums.OutAct]
    LEAKY_RELU: ClassVar[nd4j_enums.OutAct]
    THRESHHOLD_RELU: ClassVar[nd4j_enums.OutAct]
    SCALED_TAHN: ClassVar[nd4j_enums.OutAct]
    HARD_SIGMOID: ClassVar[nd4j_enums.OutAct]
    ELU: ClassVar[nd4j_enums.OutAct]
    SOFTSIGN: ClassVar[nd4j_enums.OutAct]
    SOFTPLUS: ClassVar[nd4j_enums.OutAct]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.OutAct, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.OutAct: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.OutAct]: ...

class PadMode(java_lang.Enum):
    CONSTANT: ClassVar[nd4j_enums.PadMode]
    REFLECT: ClassVar[nd4j_enums.PadMode]
    SYMMETRIC: ClassVar[nd4j_enums.PadMode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.PadMode, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.PadMode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.PadMode]: ...

class PartitionMode(java_lang.Enum):
    MOD: ClassVar[nd4j_enums.PartitionMode]
    DIV: ClassVar[nd4j_enums.PartitionMode]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.PartitionMode, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.PartitionMode: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.PartitionMode]: ...

class RnnDataFormat(java_lang.Enum):
    TNS: ClassVar[nd4j_enums.RnnDataFormat]
    NST: ClassVar[nd4j_enums.RnnDataFormat]
    NTS: ClassVar[nd4j_enums.RnnDataFormat]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.RnnDataFormat, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.RnnDataFormat: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.RnnDataFormat]: ...

class WeightsFormat(java_lang.Enum):
    YXIO: ClassVar[nd4j_enums.WeightsFormat]
    OIYX: ClassVar[nd4j_enums.WeightsFormat]
    OYXI: ClassVar[nd4j_enums.WeightsFormat]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    @overload
    def compareTo(self, a0: nd4j_enums.WeightsFormat, /) -> int: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> nd4j_enums.WeightsFormat: ...
    @staticmethod
    def values() -> python.JArray[nd4j_enums.WeightsFormat]: ...

