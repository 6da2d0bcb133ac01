"""Compiles the Java half while a wheel is built, so that its users need no compiler."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class JavaHalf(BuildHookInterface[Any]):
    """Puts the compiled jars into the wheel, beside the sources that they are made from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a wheel without the jars works too, but has its users compile them."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from dl4j_bridge.errors import SetupError
        from dl4j_bridge.jvm.jars.backends import class_path
        from dl4j_bridge.jvm.jars.extras import extra_path
        from dl4j_bridge.jvm.jars.helper_jar import build_for_wheel

        self._folder = tempfile.TemporaryDirectory()
        try:
            jars = build_for_wheel(Path(self._folder.name), [*class_path(), *extra_path("trace")])
        except SetupError as error:
            self.app.display_warning(f"The wheel holds no compiled Java. {error}")
            return
        for jar in jars:
            build_data["force_include"][str(jar)] = f"dl4j_bridge/_build/java/{jar.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled."""
        if version != "editable":
            self._folder.cleanup()
