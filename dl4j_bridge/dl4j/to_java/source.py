"""The Java class around a builder chain."""

from __future__ import annotations

from typing import Any

from ...errors import UsageError
from . import counters
from .expressions import Chain
from .imports import Imports
from .lines import folded
from .networks import chain_of, whole
from .reflection import BY_INIT, leaves, name_of, to_json
from .tidying import tidy

_INDENT = 8


def chain_for(configuration: Any, input_type: Any = None) -> Chain:
    """The shortest chain found that builds a configuration.

    Raises:
        UsageError: something that no builder sets; the message names class and field.
    """
    chain = tidy(chain_of(configuration), configuration, input_type)
    _compare(chain.evaluate(), configuration, whole)
    return chain


def method(chain: Chain, configuration: Any, imports: Imports) -> list[str]:
    """The method `configuration()`, its statements checked by running them here."""
    kind = imports.name(configuration.getClass())
    built = chain.evaluate()
    text = chain.text(imports, _INDENT)
    lines = counters.statements(configuration, built, "configuration", imports)
    _compare(built, configuration, lambda c: leaves(to_json(c), BY_INIT))
    if lines:
        body = [f"{kind} configuration = {text};", *lines, "return configuration;"]
    else:
        body = [f"return {text};"]
    return [
        "    /** The network's configuration. */",
        f"    public static {kind} configuration() {{",
        *(f"{' ' * _INDENT}{line}" for line in body),
        "    }",
    ]


def java_file(
    imports: Imports, class_name: str, package: str, comment: str, members: list[list[str]]
) -> str:
    """The file of a class: package, sorted imports, members with a blank line between them."""
    lines = [f"package {package};", ""] if package else []
    said = in_comment(comment)
    lines += [*imports.lines(), "", f"/** {said} */", f"public class {class_name} {{"]
    for member in members:
        lines += ["", *member]
    return folded("\n".join([*lines, "}", ""]))


def in_comment(text: str) -> str:
    """A text as a comment may hold it: a line that neither ends it nor begins a Unicode escape."""
    return " ".join(text.split()).replace("\\", "/").replace("*/", "* /")


def _compare(built: Any, wanted: Any, leaves_of: Any) -> None:
    differing = leaves_of(built) ^ leaves_of(wanted)
    if differing:
        paths = sorted({path.strip("/") for path, _ in differing})
        raise UsageError(
            f"{name_of(wanted.getClass())} cannot be written as Java source: its builder does not "
            f"set {', '.join(paths[:5])} as here. Give it another value, or set it by hand."
        )
