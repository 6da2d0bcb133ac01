# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import java_lang
from . import python


class DL4JClassLoading(java_lang.Object):
    def __init__(self, never: Never, /) -> None: ...
    @overload
    @staticmethod
    def classPresentOnClasspath(className: python.Text, /) -> bool: ...
    @overload
    @staticmethod
    def classPresentOnClasspath(className: python.Text, classLoader: Any, /) -> bool: ...
    @overload
    @staticmethod
    def createNewInstance(className: python.Text, /) -> Any: ...
    @overload
    @staticmethod
    def createNewInstance(className: python.Text, superclass: Any, /) -> Any: ...
    @overload
    @staticmethod
    def createNewInstance(className: python.Text, args: python.Arrays[Any], /) -> Any: ...
    @overload
    @staticmethod
    def createNewInstance(className: python.Text, superclass: Any, args: python.Arrays[Any], /) -> Any: ...
    @overload
    @staticmethod
    def createNewInstance(className: python.Text, superclass: Any, parameterTypes: python.Arrays[Any], args: python.Arrays[Any], /) -> Any: ...
    @staticmethod
    def getDl4jClassloader() -> Any: ...
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
    def setDl4jClassloader(dl4jClassloader: Any, /) -> None: ...
    @staticmethod
    def setDl4jClassloaderFromClass(clazz: Any, /) -> None: ...

class DL4JEnvironmentVars(java_lang.Object):
    DL4J_VOID_IP: ClassVar[java_lang.String]
    def __init__(self, never: Never, /) -> None: ...

class DL4JSystemProperties(java_lang.Object):
    CHART_MAX_POINTS_PROPERTY: ClassVar[java_lang.String]
    CRASH_DUMP_ENABLED_PROPERTY: ClassVar[java_lang.String]
    CRASH_DUMP_OUTPUT_DIRECTORY_PROPERTY: ClassVar[java_lang.String]
    DISABLE_HELPER_PROPERTY: ClassVar[java_lang.String]
    DL4J_RESOURCES_BASE_URL_PROPERTY: ClassVar[java_lang.String]
    DL4J_RESOURCES_DIR_PROPERTY: ClassVar[java_lang.String]
    DL4J_TEMP_DIR_PROPERTY: ClassVar[java_lang.String]
    HELPER_DISABLE_DEFAULT_VALUE: ClassVar[java_lang.String]
    NTP_SOURCE_SERVER_PROPERTY: ClassVar[java_lang.String]
    NTP_SOURCE_UPDATE_FREQUENCY_MS_PROPERTY: ClassVar[java_lang.String]
    TIMESOURCE_CLASSNAME_PROPERTY: ClassVar[java_lang.String]
    UI_SERVER_PORT_PROPERTY: ClassVar[java_lang.String]
    def __init__(self, never: Never, /) -> None: ...

