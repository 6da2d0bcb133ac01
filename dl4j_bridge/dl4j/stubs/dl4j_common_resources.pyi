# Made by `python -m tools.mirror` from the jars.
# mypy: disable-error-code="misc, override, overload-overlap, overload-cannot-match"

from collections import abc
from os import PathLike
from typing import Any, ClassVar, Generic, overload

from numpy.typing import NDArray
from typing_extensions import Never, Self, TypeVar

from . import dl4j_common_resources
from . import java_io
from . import java_lang
from . import python


class DL4JResources(java_lang.Object):
    DL4J_BASE_URL_PROPERTY: ClassVar[java_lang.String]
    DL4J_RESOURCES_DIR_PROPERTY: ClassVar[java_lang.String]
    def __init__(self) -> None: ...
    @staticmethod
    def getBaseDirectory() -> java_io.File: ...
    @staticmethod
    def getBaseDownloadURL() -> java_lang.String: ...
    @staticmethod
    def getDirectory(resourceType: dl4j_common_resources.ResourceType, resourceName: python.Text, /) -> java_io.File: ...
    @staticmethod
    def getURL(relativeToBase: python.Text, /) -> Any: ...
    @staticmethod
    def getURLString(relativeToBase: python.Text, /) -> java_lang.String: ...
    @staticmethod
    def resetBaseDirectoryLocation() -> None: ...
    @staticmethod
    def setBaseDirectory(f: java_io.File | PathLike[str], /) -> None: ...
    @staticmethod
    def setBaseDownloadURL(baseDownloadURL: python.Text, /) -> None: ...

class ResourceType(java_lang.Enum):
    DATASET: ClassVar[dl4j_common_resources.ResourceType]
    ZOO_MODEL: ClassVar[dl4j_common_resources.ResourceType]
    RESOURCE: ClassVar[dl4j_common_resources.ResourceType]
    def __init__(self, never: Never, /) -> None: ...
    @overload
    def compareTo(self, a0: dl4j_common_resources.ResourceType, /) -> int: ...
    @overload
    def compareTo(self, a0: java_lang.Enum, /) -> int: ...
    def resourceName(self) -> java_lang.String: ...
    @staticmethod
    def valueOf(name: python.Text, /) -> dl4j_common_resources.ResourceType: ...
    @staticmethod
    def values() -> python.JArray[dl4j_common_resources.ResourceType]: ...

