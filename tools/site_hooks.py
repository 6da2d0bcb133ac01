"""Pages of the documentation that are not written in docs/, for MkDocs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from dl4j_bridge.cli.commands import cli

ROOT = Path(__file__).parent.parent
# Where a file of the repository is in the documentation.
BROUGHT_IN = {
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "bench/RESULTS.md": "performance.md",
    "models/README.md": "models.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside of docs/, and the commands as they explain themselves."""
    commands = "\n".join(_commands())
    files.append(File.generated(config, "reference/commands.md", content=commands))
    for source, page in BROUGHT_IN.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=_without_outer_links(text, source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links out of docs/ to where their pages are brought in."""
    up = "../" * page.file.src_uri.count("/")
    for source, target in BROUGHT_IN.items():
        for written in (f"../{up}{source}", f"../{up}{source.removesuffix('README.md')}"):
            markdown = markdown.replace(f"]({written})", f"]({up}{target})")
    return markdown


def _commands() -> Iterator[str]:
    yield "# Command line\n"
    yield "Results go to stdout, everything else to stderr. With `--json` a command prints one JSON"
    yield "object, on failure too.\n"
    for path, context in _below(cli, "dl4j-bridge"):
        title = path.partition(" ")[2] or path
        yield f"## {title}\n\n```text\n{context.command.get_help(context)}\n```\n"


def _below(command: click.Command, path: str) -> Iterator[tuple[str, click.Context]]:
    """A command with its full name, then all below it."""
    context = click.Context(command, info_name=path, terminal_width=84, max_content_width=84)
    context.help_option_names = ["-h", "--help"]
    yield path, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _below(inner, f"{path} {name}")


def _without_outer_links(text: str, source: str) -> str:
    """Links of a page from elsewhere: to docs/ made right, to other files taken away."""

    def lead(link: re.Match[str]) -> str:
        words, target = link["words"], link["target"]
        path, _, anchor = target.partition("#")
        if not path or "://" in path:
            return link[0]
        inside = ROOT / Path(source).parent / path
        relative = inside.resolve().relative_to(ROOT).as_posix()
        if relative.startswith("docs/"):
            return f"[{words}]({relative.removeprefix('docs/')}{'#' * bool(anchor)}{anchor})"
        return f"[{words}]({BROUGHT_IN[relative]})" if relative in BROUGHT_IN else f"`{relative}`"

    return re.sub(r"(?<!!)\[(?P<words>[^]]*)\]\((?P<target>[^)\s]+)\)", lead, text)
