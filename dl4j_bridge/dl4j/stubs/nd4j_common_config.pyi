# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import python


class ND4JClassLoading(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    @staticmethod
    def classPresentOnClasspath(className: python.Text, /) -> bool: ...
    @overload
    @staticmethod
    def classPresentOnClasspath(className: python.Text, classLoader: Any, /) -> bool: ...
    @staticmethod
    def getNd4jClassloader() -> Any: ...
    @overload
    @staticmethod
    def loadClassByName(className: python.Text, /) -> Any: ...
    @overload
    @staticmethod
    def loadClassByName(className: python.Text, initialize: python.Bool, classLoader: Any, /) -> Any: ...
    @overload
    @staticmethod
    def loadService(serviceClass: Any, /) -> Any: ...
    @overload
    @staticmethod
    def loadService(serviceClass: Any, classLoader: Any, /) -> Any: ...
    @staticmethod
    def setNd4jClassloader(nd4jClassloader: Any, /) -> None: ...
    @staticmethod
    def setNd4jClassloaderFromClass(clazz: Any, /) -> None: ...

class ND4JEnvironmentVars(java_lang.Object):
    BACKEND_DYNAMIC_LOAD_CLASSPATH: ClassVar[java_lang.String]
    BACKEND_PRIORITY_AURORA: ClassVar[java_lang.String]
    BACKEND_PRIORITY_CPU: ClassVar[java_lang.String]
    BACKEND_PRIORITY_GPU: ClassVar[java_lang.String]
    DL4J_VOID_IP: ClassVar[java_lang.String]
    ND4J_CUDA_FORCE_SINGLE_GPU: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_BLOCK_SIZE: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_CONTEXTS: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_DEVICE_ALLOCATION: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_DEVICE_CACHE: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_GRID_SIZE: ClassVar[java_lang.String]
    ND4J_CUDA_MAX_HOST_CACHE: ClassVar[java_lang.String]
    ND4J_CUDA_MIN_BLOCK_SIZE: ClassVar[java_lang.String]
    ND4J_CUDA_USE_PREALLOCATION: ClassVar[java_lang.String]
    ND4J_FALLBACK: ClassVar[java_lang.String]
    ND4J_IGNORE_AVX: ClassVar[java_lang.String]
    ND4J_MKL_FALLBACK: ClassVar[java_lang.String]
    ND4J_RESOURCES_CACHE_DIR: ClassVar[java_lang.String]
    ND4J_SKIP_BLAS_THREADS: ClassVar[java_lang.String]
    OMP_NUM_THREADS: ClassVar[java_lang.String]
    SD_FORBID_HELPERS: ClassVar[java_lang.String]
    SD_MASTER_THREADS: ClassVar[java_lang.String]
    SD_MAX_DEVICE_BYTES: ClassVar[java_lang.String]
    SD_MAX_PRIMARY_BYTES: ClassVar[java_lang.String]
    SD_MAX_SPECIAL_BYTES: ClassVar[java_lang.String]
    SD_MAX_THREADS: ClassVar[java_lang.String]
    def __init__(self, never: Never, /) -> None: ...

class ND4JSystemProperties(java_lang.Object):
    AERON_TERM_BUFFER_PROP: ClassVar[java_lang.String]
    CLASS_GRAPH_SCAN_RESOURCES: ClassVar[java_lang.String]
    DATABUFFER_TO_STRING_MAX_ELEMENTS: ClassVar[java_lang.String]
    DTYPE: ClassVar[java_lang.String]
    DYNAMIC_LOAD_CLASSPATH_PROPERTY: ClassVar[java_lang.String]
    INIT_IMPORT_REFLECTION_CACHE: ClassVar[java_lang.String]
    INIT_NATIVEOPS_HOLDER: ClassVar[java_lang.String]
    JAVACPP_MEMORY_MAX_BYTES: ClassVar[java_lang.String]
    JAVACPP_MEMORY_MAX_PHYSICAL_BYTES: ClassVar[java_lang.String]
    LOG_INITIALIZATION: ClassVar[java_lang.String]
    ND4J_CPU_LOAD_OPENBLAS: ClassVar[java_lang.String]
    ND4J_CPU_LOAD_OPENBLAS_NOLAPACK: ClassVar[java_lang.String]
    ND4J_IGNORE_AVX: ClassVar[java_lang.String]
    ND4J_TEMP_DIR_PROPERTY: ClassVar[java_lang.String]
    NO_ARRAY_GC: ClassVar[java_lang.String]
    RESOURCES_CACHE_DIR: ClassVar[java_lang.String]
    RESOURCES_CONNECTION_TIMEOUT: ClassVar[java_lang.String]
    RESOURCES_LOCAL_DIRS: ClassVar[java_lang.String]
    RESOURCES_READ_TIMEOUT: ClassVar[java_lang.String]
    SAMEDIFF_MEMORY_CACHE_DISABLE: ClassVar[java_lang.String]
    VERSION_CHECK_PROPERTY: ClassVar[java_lang.String]
    def __init__(self, never: Never, /) -> None: ...

