"""What holds for every example, read from its source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tools.make_gallery import TEXTS

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
# What of the package a reader may have to know.
PUBLIC = {
    ("dl4j_bridge",),
    ("dl4j_bridge", "datasets"),
    ("dl4j_bridge", "dl4j"),
    ("dl4j_bridge", "errors"),
    ("dl4j_bridge", "lab", "plotting"),
    ("dl4j_bridge", "sklearn"),
}

every_example = pytest.mark.parametrize(
    "path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in parsed(path).body if isinstance(node, ast.FunctionDef)}


@every_example
def test_it_lies_with_its_course_text_under_a_name_of_its_own(path: Path) -> None:
    assert path.parent.parent == ROOT / "examples"
    assert path.parent.name in TEXTS
    assert [one.stem for one in EXAMPLES].count(path.stem) == 1


@every_example
def test_it_says_what_one_sees(path: Path) -> None:
    title, *rest = (ast.get_docstring(parsed(path)) or "").split("\n")
    assert title.endswith((".", "?"))
    assert len(" ".join(rest).split()) >= 20


@every_example
def test_it_computes_and_tells(path: Path) -> None:
    assert {"run", "main"} <= functions(path).keys()
    call = "main(*map(Path, sys.argv[1:]))" if "draw" in functions(path) else "main()"
    assert ast.unparse(parsed(path).body[-1]) == f"if __name__ == '__main__':\n    {call}"


@every_example
def test_it_saves_what_it_draws(path: Path) -> None:
    main = ast.unparse(functions(path)["main"])
    saves = [words in main for words in ("plotting.save(draw(", f"out / '{path.stem}.png'")]
    takes_folder = main.startswith("def main(out: Path=Path('pictures')) -> None:")
    assert [*saves, takes_folder] == ["draw" in functions(path)] * 3


@every_example
def test_it_imports_only_what_is_public(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                assert_public(tuple(alias.name.split(".")))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            module = tuple((node.module or "").split("."))
            names = node.names if module == ("dl4j_bridge", "lab") else []
            for full in [(*module, alias.name) for alias in names] or [module]:
                assert_public(full)


def assert_public(module: tuple[str, ...]) -> None:
    if module[0] == "dl4j_bridge":
        assert module in PUBLIC
    else:
        # matplotlib is there for the type of a figure.
        assert module[0] in {*sys.stdlib_module_names, "numpy", "sklearn"} or module == (
            "matplotlib",
            "figure",
        )


def test_one_runs_as_a_reader_would_run_it(tmp_path: Path) -> None:
    command = [sys.executable, "examples/fundamentals/pooling.py", str(tmp_path / "new")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    picture = tmp_path / "new" / "pooling.png"
    assert str(picture) in done.stdout
    assert "[[6.0, 8.0], [3.0, 4.0]]" in done.stdout
    with Image.open(picture) as image:
        assert image.format == "PNG"
