"""Makes what a wheel has and a checkout lacks: the compiled Java half, the manual pages."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MadeParts(BuildHookInterface[Any]):
    """Puts the compiled jars into the wheel, beside their sources, and the manual pages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make both, in a folder of their own."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        self._folder = tempfile.TemporaryDirectory()
        self._add_pages(build_data["shared_data"])
        self._add_jars(build_data["force_include"])

    def _add_pages(self, shared: dict[str, str]) -> None:
        from tools.make_man import write

        for page in write(Path(self._folder.name, "man1")):
            shared[str(page)] = f"share/man/man1/{page.name}"

    def _add_jars(self, included: dict[str, str]) -> None:
        """A wheel without the jars works too, but has its users compile them."""
        from dl4j_bridge.errors import SetupError
        from dl4j_bridge.jvm.jars.backends import class_path
        from dl4j_bridge.jvm.jars.extras import extra_path
        from dl4j_bridge.jvm.jars.helper_jar import build_for_wheel

        try:
            jars = build_for_wheel(Path(self._folder.name), [*class_path(), *extra_path("trace")])
        except SetupError as error:
            self.app.display_warning(f"The wheel holds no compiled Java. {error}")
            return
        for jar in jars:
            included[str(jar)] = f"dl4j_bridge/_build/java/{jar.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled."""
        if version != "editable":
            self._folder.cleanup()
