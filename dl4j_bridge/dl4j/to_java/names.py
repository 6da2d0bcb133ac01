"""Which names a Java class and its package may have."""

from __future__ import annotations

import re

from ...errors import UsageError

# Java Language Specification 11, 3.9, with `_`, the literals and what names a type no class may.
_WORDS = """
abstract assert boolean break byte case catch char class const continue default do double else enum
extends final finally float for goto if implements import instanceof int interface long native new
package private protected public return short static strictfp super switch synchronized this throw
throws transient try void volatile while _ true false null
"""
_RESERVED = frozenset(_WORDS.split())
_NO_CLASS = frozenset({"var", "yield", "record", "sealed", "permits"})
# Classes of java.lang that the program needs under their own names.
_NEEDED = frozenset({"String", "System", "Exception", "Object", "Override"})
_IDENTIFIER = re.compile(r"[^\W\d]\w*|\$[\w$]*")


def check_class_name(name: str) -> None:
    """Refuse what cannot be the name of a Java class in a file of its own.

    Raises:
        UsageError: it is no identifier, is reserved, or hides a class of Java's.
    """
    if not _is_identifier(name) or name in _NO_CLASS:
        raise UsageError(
            f"'{name}' cannot be the name of a Java class. Take letters, digits and _, not a "
            "digit first and no word of Java's own, such as Net or LectureMnist."
        )
    if name in _NEEDED:
        raise UsageError(f"A class '{name}' would hide Java's own. Choose another name.")


def check_package(name: str) -> None:
    """Refuse what cannot be a Java package.

    Raises:
        UsageError: a part between dots is no identifier.
    """
    wrong = [part for part in name.split(".") if not _is_identifier(part)] if name else []
    if wrong:
        raise UsageError(
            f"'{name}' cannot be a Java package: '{wrong[0]}' is no identifier. "
            "Write something like org.course.week1."
        )


def _is_identifier(name: str) -> bool:
    return bool(_IDENTIFIER.fullmatch(name)) and name not in _RESERVED
