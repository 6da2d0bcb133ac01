"""The private parts of JPype 1.7 that the bridge builds on, named in this one place."""

from __future__ import annotations

from typing import Any

import _jpype

# Every Java class and interface is made as a subclass of this one, so what is hung on it sees all.
JObject: Any = _jpype._JObject
# Their metaclass; reads such as `Activation.RELU` end here.
JClass: Any = _jpype._JClass
# A Java method with all its overloads, as JPype puts it into a class.
JMethod: Any = _jpype._JMethod
# What JPype makes objects with: the constructor behind any that a class is given here.
new_object: Any = JObject.__new__


def customize(java_class: Any, name: str, value: Any) -> None:
    """Put a Python attribute into a Java class, which plain assignment refuses."""
    java_class._customize(name, value)


def converts(java_class: Any, value: Any) -> bool:
    """Whether JPype passes a Python value for a parameter of this type without a cast."""
    return str(java_class._canConvertToJava(value)) not in {"none", "explicit"}
