"""The house's rules, read from the imports."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "dl4j_bridge"
MODULES = sorted(PACKAGE.rglob("*.py"))
# From top to bottom; a layer may import itself and what is below it.
LAYERS = ("cli", "sklearn", "lab", "dl4j", "jvm", "core")
ONLY_IN = {"jpype": {"jvm", "dl4j"}, "_jpype": {"jvm"}, "click": {"cli"}}
STARTS_PROCESSES = {
    "jvm/jars/maven.py",
    "jvm/java_home.py",
    "jvm/jars/compiling.py",
    "jvm/child.py",
    "jvm/class_data.py",
    "jvm/course_classes.py",
    "jvm/cuda/finding.py",
    "jvm/recording.py",
    "lab/doctor/packages.py",
    "lab/doctor/self_test.py",
    "lab/timing.py",
    "lab/workers.py",
    "lab/crosscheck/running.py",
}


def layer(parts: tuple[str, ...]) -> str:
    return parts[0] if parts and parts[0] in LAYERS else "core"


def imports(module: Path) -> list[tuple[str, ...]]:
    """What a module imports, each as its dotted path; our own begin with `dl4j_bridge`."""
    here = ("dl4j_bridge", *module.relative_to(PACKAGE).parts)
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: -node.level] if node.level else ()
            path = (*base, *(node.module.split(".") if node.module else ()))
            found += [(*path, alias.name) for alias in node.names]
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_go_down_only(module: Path) -> None:
    mine = module.relative_to(PACKAGE).parts
    if mine in (("__init__.py",), ("__main__.py",)):
        return  # the front doors show what lies behind them
    own = LAYERS.index(layer(mine[:-1]))
    for path in imports(module):
        if path[0] == "dl4j_bridge":
            # The root package's own names (its version) belong to the core.
            assert LAYERS.index(layer(path[1:])) >= own, f"{module.name} imports {path}"
        if path[0] in ONLY_IN:
            assert layer(mine[:-1]) in ONLY_IN[path[0]], f"{module.name} imports {path[0]}"
        if path[0] == "_jpype":
            assert mine == ("jvm", "calls", "jpype_private.py")
        if path[0] == "subprocess":
            assert "/".join(mine) in STARTS_PROCESSES


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_are_small_and_say_what_they_are(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    summary = (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
    assert summary.endswith((".", ":"))


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {module.stem for module in MODULES}
    assert not names & {"utils", "util", "helpers", "common", "misc"}
