"""Classes of Java as plain Python data, by reflection in the running JVM."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jpype
from jpype._pykeywords import pysafe

from dl4j_bridge.jvm.calls.jpype_private import converts

from .class_files import parameter_names
from .jdk import JDK


@dataclass(frozen=True)
class Named:
    """A class or a primitive type, with its type arguments."""

    name: str
    arguments: tuple[JavaType, ...] = ()


@dataclass(frozen=True)
class Array:
    """`T[]`."""

    element: JavaType


@dataclass(frozen=True)
class Variable:
    """`T`, of a class or (owner "") of a method.

    Attributes:
        bound: Object for a `T` of any kind; erased, so that it may be the owner itself.
    """

    name: str
    owner: str
    bound: JavaType


JavaType = Named | Array | Variable
OBJECT = Named("java.lang.Object")


@dataclass(frozen=True)
class Method:
    """A public method, or a constructor by the name `__init__`.

    Attributes:
        name: as JPype spells it.
        names: of the parameters.
        parameters: types.
        erased: the same as names of classes, by which methods override each other.
        result: type.
    """

    name: str
    names: tuple[str, ...]
    parameters: tuple[JavaType, ...]
    erased: tuple[str, ...]
    result: JavaType
    is_varargs: bool
    is_static: bool


@dataclass(frozen=True)
class JavaClass:
    """What a stub says of a public class.

    Attributes:
        name: full, with `$` before a nested one.
        is_functional: whether a Python function is taken for it.
        variables: type parameters.
        above: superclass and interfaces.
        fields: name, type, whether static; in Java's order those of an enum, else sorted.
        methods: declared here.
        nested: names of public classes declared here.
    """

    name: str
    is_interface: bool
    is_functional: bool
    variables: tuple[Variable, ...]
    above: tuple[Named, ...]
    fields: tuple[tuple[str, JavaType, bool], ...] = field(repr=False)
    constructors: tuple[Method, ...] = field(repr=False)
    methods: tuple[Method, ...] = field(repr=False)
    nested: tuple[str, ...] = field(repr=False)


@cache
def reflect(name: str) -> JavaClass:
    """The class of that binary name."""
    java_class = jpype.JClass(name)
    java = java_class.class_
    is_abstract = _modifier().isAbstract(java.getModifiers())
    above = (java.getGenericSuperclass(), *java.getGenericInterfaces())
    of_jdk = name.startswith("java.")
    listed = JDK.get(name, "").split()
    methods = [_method(str(one.getName()), one) for one in _public(java.getDeclaredMethods())]
    fields = [_field(one) for one in _public(java.getDeclaredFields())]
    nested = sorted(str(one.getName()) for one in _public(java.getDeclaredClasses()))
    return JavaClass(
        name=name,
        is_interface=bool(java.isInterface()),
        is_functional=bool(java.isInterface()) and converts(java_class, lambda *_: None),
        variables=tuple(_variable(one) for one in java.getTypeParameters()),
        above=tuple(_named(one) for one in above if one is not None),
        fields=tuple(fields if java.isEnum() else sorted(fields, key=lambda one: one[0])),
        constructors=()
        if is_abstract
        else tuple(_method("__init__", one) for one in java.getConstructors()),
        methods=tuple(one for one in methods if not of_jdk or one.name in listed),
        nested=tuple(one for one in nested if not of_jdk or one in JDK),
    )


def _public(members: Any) -> list[Any]:
    is_public = _modifier().isPublic
    return [one for one in members if is_public(one.getModifiers()) and not one.isSynthetic()]


def _field(java: Any) -> tuple[str, JavaType, bool]:
    is_static = bool(_modifier().isStatic(java.getModifiers()))
    return pysafe(str(java.getName())) or "", _type(java.getGenericType()), is_static


def _method(name: str, java: Any) -> Method:
    erased = java.getParameterTypes()
    generic = java.getGenericParameterTypes()
    if len(generic) != len(erased):
        generic = erased  # of an inner class, which is also given its outer one
    is_constructor = name == "__init__"
    return Method(
        name=name if is_constructor else pysafe(name) or "",
        names=_names(java, erased),
        parameters=tuple(_type(one) for one in generic),
        erased=tuple(str(one.getName()) for one in erased),
        result=Named("void") if is_constructor else _type(java.getGenericReturnType()),
        is_varargs=bool(java.isVarArgs()),
        is_static=bool(_modifier().isStatic(java.getModifiers())),
    )


def _names(java: Any, erased: Any) -> tuple[str, ...]:
    descriptor = "".join(str(one.descriptorString()) for one in erased)
    name = str(java.getName()) if hasattr(java, "getReturnType") else "<init>"
    names = parameter_names(str(java.getDeclaringClass().getName())).get(f"{name}({descriptor})")
    if names is None or not all(one.isidentifier() for one in names):
        return tuple(f"a{i}" for i in range(len(erased)))
    return tuple(pysafe(one) or "" for one in names)


def _type(java: Any) -> JavaType:
    kind = _kind(java)
    if kind == "WildcardType":
        return _type(java.getUpperBounds()[0])
    if kind == "GenericArrayType":
        return Array(_type(java.getGenericComponentType()))
    if kind == "Class" and java.isArray():
        return Array(_type(java.getComponentType()))
    return _variable(java) if kind == "TypeVariable" else _named(java)


def _named(java: Any) -> Named:
    if _kind(java) == "Class":
        return Named(str(java.getName()))
    arguments = tuple(_type(one) for one in java.getActualTypeArguments())
    return Named(str(java.getRawType().getName()), arguments)


def _variable(java: Any) -> Variable:
    owner = java.getGenericDeclaration()
    owner_name = str(owner.getName()) if _kind(owner) == "Class" else ""
    return Variable(str(java.getName()), owner_name, _erasure(java.getBounds()[0]))


def _erasure(java: Any) -> JavaType:
    if _kind(java) == "TypeVariable":
        return _erasure(java.getBounds()[0])
    return Named(str((java if _kind(java) == "Class" else java.getRawType()).getName()))


_KINDS = ("WildcardType", "GenericArrayType", "TypeVariable", "ParameterizedType")


def _kind(java: Any) -> str:
    if type(java).__name__ == "java.lang.Class":
        return "Class"
    for kind in _KINDS:
        if isinstance(java, jpype.JClass(f"java.lang.reflect.{kind}")):
            return kind
    return ""


@cache
def _modifier() -> Any:
    return jpype.JClass("java.lang.reflect.Modifier")
