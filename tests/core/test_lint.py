"""The lint as a whole: several files, comments that silence, its page."""

from pathlib import Path

import pytest

from dl4j_bridge.course.lint import chosen, lint, read
from dl4j_bridge.course.lint.reference import markdown
from dl4j_bridge.course.source import Source
from dl4j_bridge.errors import DataError, UsageError

ROOT = Path(__file__).parents[2]
NETWORK = """
class {name} {{
    Object conf = new NeuralNetConfiguration.Builder()
            .seed({seed}){comment}
            .list();
}}
"""


def network(path: str, seed: str, comment: str = "") -> Source:
    name = Path(path).stem
    return Source(Path(path), NETWORK.format(name=name, seed=seed, comment=comment).encode())


def rules(*sources: Source) -> list[tuple[str, str]]:
    return [(str(finding.path), finding.rule) for finding in lint(sources)]


def test_a_constant_of_another_file_is_known() -> None:
    settings = Source(Path("Settings.java"), b"interface Settings { long SEED = 1 - 1; }")
    assert rules(network("A.java", "Settings.SEED"), settings) == [("A.java", "seed-zero")]
    assert rules(network("A.java", "Settings.SEED")) == []


def test_submissions_with_the_same_names_are_apart() -> None:
    zero, one = (f"class Settings {{ static final int SEED = {i}; }}".encode() for i in (0, 1))
    files = [
        network("anna/Main.java", "Settings.SEED"),
        Source(Path("anna/Settings.java"), zero),
        network("ben/Main.java", "Settings.SEED"),
        Source(Path("ben/Settings.java"), one),
    ]
    assert rules(*files) == [("anna/Main.java", "seed-zero")]


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("  // dl4j-bridge: ignore[seed-zero]", True),
        ("  // why not; dl4j-bridge: ignore[no-seed, seed-zero]", True),
        ("  /* dl4j-bridge: ignore */", True),
        ("  // dl4j-bridge: ignore[no-seed]", False),
        ("  // ignore[seed-zero]", False),
        ('.name("dl4j-bridge: ignore")', False),
    ],
)
def test_a_comment_silences_its_line(comment: str, silent: bool) -> None:
    assert (rules(network("A.java", "0", comment)) == []) is silent


def test_a_place_counts_characters() -> None:
    text = 'class A { Object x = "äöü€😀" + new Nesterovs(0.01); }'
    (finding,) = lint([Source(Path("A.java"), text.encode())])
    assert (finding.line, finding.column) == (1, text.index("new") + 1)


def test_rules_are_chosen_by_name() -> None:
    assert [rule.id for rule in chosen(["seed-zero", "no-seed"], ["no-seed"])] == ["seed-zero"]
    assert "no-seed" not in {rule.id for rule in chosen(ignore=["no-seed"])}
    with pytest.raises(UsageError, match="Did you mean 'seed-zero'"):
        chosen(["seed-zer"])


def test_what_is_no_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.java file"):
        read([tmp_path])
    (tmp_path / "notes.java").write_text("Dear diary,")
    with pytest.raises(DataError, match="declares no class"):
        read([tmp_path])


def test_any_text_can_be_read() -> None:
    whole = (ROOT / "tests" / "java" / "LectureMnist.java").read_bytes()
    for cut in range(0, len(whole), 97):
        lint([Source(Path("Cut.java"), whole[:cut] + whole[cut + 31 :])])


def test_names_that_lead_in_circles_end() -> None:
    text = b"""class A { static int a = b; static int b = a;
        static Object f() { return g(); } static Object g() { return f(); }
        Object c = new NeuralNetConfiguration.Builder().seed(a).list().layer((Layer) f()); }"""
    assert rules(Source(Path("A.java"), text)) == []


def test_the_page_is_the_rules() -> None:
    page = (ROOT / "docs" / "lint.md").read_text("utf-8")
    assert page == markdown(), "run tools/make_lint_page.py"


READS = """class A {{ void f(MultiLayerNetwork model, boolean x) throws Exception {{
    DataSetIterator it = new MnistDataSetIterator(64, false, 1);
    {body}
}} }}"""
LOOP = "while (it.hasNext()) use(it.next());"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"{LOOP} {LOOP}", ["loop-without-reset"]),
        (f"{LOOP} it.reset(); {LOOP}", []),
        (f"model.fit(it, 3); {LOOP}", ["loop-without-reset"]),
        (f"for (int i = 0; i < 9; i++) {{ {LOOP} }}", ["loop-without-reset"]),
        (f"for (int i = 0; i < 9; i++) {{ {LOOP} it.reset(); }}", []),
        (f"if (x) {{ {LOOP} }} else {{ {LOOP} }}", []),
        (f"if (x) {LOOP} {LOOP}", []),
        (f"switch (n) {{ case 1: {LOOP} break; case 2: {LOOP} }}", []),
        (f"while (it.hasNext()) {{ it.next(); if (x) break; }} {LOOP}", []),
        (f"do {{ it.next(); }} while (it.hasNext()); {LOOP}", ["loop-without-reset"]),
        ("do { it.next(); } while (it.hasNext()); model.evaluate(it);", []),
        (f"for (; it.hasNext();) use(it.next()); {LOOP}", ["loop-without-reset"]),
        (f"it = other(); {LOOP} it = other(); {LOOP}", []),
        (f"{LOOP} wrap(it); {LOOP}", []),
        (f"{LOOP} new Wrapper(it); {LOOP}", []),
        (f"{LOOP} model.fit(it); model.evaluate(it);", []),
        ("it.next(); model.evaluate(it);", ["read-without-reset"]),
        ("for (int i = 0; i < 157; i++) it.next(); model.evaluate(it);", []),
    ],
)
def test_where_an_iterator_stands(body: str, found: list[str]) -> None:
    source = Source(Path("A.java"), READS.format(body=body).encode())
    rules = chosen(["loop-without-reset", "read-without-reset"])
    assert [finding.rule for finding in lint([source], rules)] == found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("layer.dropOut(0.2);", True),
        ("layer.dropOut(dropRate);", True),
        ("layer.dropOut(KEEP);", False),
        ("layer.dropOut(1 - dropRate);", True),
        ("layer.dropOut(0.7); // drops 70 %", True),
        ("layer.dropOut(0.7); // keeps 70 %", False),
        ("layer.dropOut(0.5); // drops 50 %", False),
        ("use(new DropoutLayer.Builder(0.1).build());", True),
        ("use(new DropoutLayer.Builder(KEEP).build());", False),
        ("layer.dropOut(new GaussianDropout(0.2));", False),
    ],
)
def test_what_dropout_keeps(statement: str, found: bool) -> None:
    text = f"""class A {{ static final double KEEP = 0.8; void f(Builder layer) {{
        double dropRate = 0.8; {statement}
    }} }}"""
    assert rules(Source(Path("A.java"), text.encode())) == [("A.java", "dropout-keeps")] * found


@pytest.mark.parametrize(
    ("name", "found"),
    [("test", True), ("mnistTest", True), ("test_data", True), ("latest", False), ("data", False)],
)
def test_which_names_mean_test_data(name: str, found: bool) -> None:
    text = f"class A {{ DataSetIterator {name} = new MnistDataSetIterator(100, 10000, true); }}"
    expected = [("A.java", "test-from-training-data")] * found
    assert rules(Source(Path("A.java"), text.encode())) == expected


def test_a_loop_over_labels_is_no_loop_over_epochs() -> None:
    text = b"""class A { void f(MultiLayerNetwork model, INDArray x, INDArray y) {
        for (int i = 0; i < y.rows(); i++) model.fit(x, y); } }"""
    assert rules(Source(Path("A.java"), text)) == []


READERS = """
class A {{
    static final File FILE = new File("rows.csv");
    void a(MultiLayerNetwork net) throws Exception {{
        CSVRecordReader first = new CSVRecordReader();
        first.initialize(new FileSplit(FILE));
        DataSetIterator train = new RecordReaderDataSetIterator(first, 50, 0, 2);
        net.fit(train);
        RecordReader second = new CSVRecordReader({skipped}, ',');
        second.initialize(new FileSplit(new File("{file}")));
        DataSetIterator test = new RecordReaderDataSetIterator(second, 50, 0, 2);
        while (test.hasNext()) show(net.output(test.next().getFeatures()));
        train.setPreProcessor(scaler);
    }}
}}
"""


@pytest.mark.parametrize(
    ("file", "skipped", "found"),
    [("rows.csv", 0, True), ("rows.csv", 100, False), ("other.csv", 0, False)],
)
def test_two_readers_of_the_same_file(file: str, skipped: int, found: bool) -> None:
    source = Source(Path("A.java"), READERS.format(file=file, skipped=skipped).encode())
    assert (rules(source) == [("A.java", "evaluated-on-training-data")]) is found
    assert found or rules(source) == []
