"""The rules as a page of documentation."""

from __future__ import annotations

from .rules import RULES

_HEAD = """\
# What `dl4j-bridge lint` finds

It reads the text of Java programs, resolving constants, variables or builders that are spread
over statements, and speaks only where the text tells: a value that it cannot know, it leaves in
peace. An error is sure to be wrong; a warning may be meant so. With an error the command exits
with 1.

A comment silences rules on its line: `// dl4j-bridge: ignore[no-seed]`, several with commas, or
all with `// dl4j-bridge: ignore`.

"""


def markdown() -> str:
    """The page, one section for each rule."""
    rows = [f"| [`{rule.id}`](#{rule.id}) | {rule.severity.value} | {rule.doc} |" for rule in RULES]
    table = "\n".join(["| rule | severity | the mistake |", "|---|---|---|", *rows])
    sections = [f"## {rule.id}\n\n{rule.doc} {rule.why}\n" for rule in RULES]
    return _HEAD + table + "\n\n" + "\n".join(sections)
