"""Programs that really run: with their translation, with a reference, with faults."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.lab import page
from dl4j_bridge.lab.crosscheck import submissions, telling
from dl4j_bridge.lab.crosscheck.checking import Crosscheck, Rules, crosscheck
from dl4j_bridge.lab.crosscheck.running import Errand
from dl4j_bridge.lab.crosscheck.submissions import Submission

# Reads a file beside it, trains, saves; its weights come from the clock unless SEED is replaced.
COURSE = """
import java.io.File;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

public class Course {
    public static void main(String[] args) throws Exception {
        RecordReader reader = new CSVRecordReader(1, ',');
        reader.initialize(new FileSplit(new File("data/rows.csv")));
        DataSetIterator rows = new RecordReaderDataSetIterator(reader, 4, 2, 2, true);
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
            SEED
            .updater(new Sgd(0.5))
            .list()
            .layer(new DenseLayer.Builder().nIn(2).nOut(4).activation(Activation.TANH).build())
            .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE).nIn(4).nOut(1)
                .activation(Activation.SIGMOID).build())
            .build());
        net.init();
        for (int i = 0; i < 5; i++) {
            net.fit(rows);
        }
        net.save(new File("net.zip"));
        System.out.println("Score: " + net.score());
    }
}
"""
SEEDED = COURSE.replace("SEED", ".seed(123)")


def write(folder: Path, text: str, name: str = "Course.java") -> Path:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "rows.csv").write_text("a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Runs are short: the better compiler would take more time than it saves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
        patch.setenv("DL4J_BRIDGE_THREADS", "1")
        yield


@pytest.fixture(scope="module")
def unseeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crosscheck, Path]:
    folder = tmp_path_factory.mktemp("unseeded")
    program = write(folder / "course", COURSE.replace("SEED", "")) / "Course.java"
    return crosscheck(Errand(program), None, folder / "out"), folder


def test_a_program_without_seed_equals_its_translation(
    unseeded: tuple[Crosscheck, Path],
) -> None:
    check, _ = unseeded
    assert check.comparison.divergences == ()
    parts = {one.name: one for one in check.comparison.aspects}
    assert parts["final parameters"].compared == 4
    assert parts["final parameters"].largest == 0.0
    assert parts["scores"].compared == 5
    assert parts["saved files"].compared > 1
    assert check.replayed
    assert any("takes seeds from the clock (builder)" in text for text in telling.notes(check))


def test_what_programs_save_stays_out_of_the_course(unseeded: tuple[Crosscheck, Path]) -> None:
    check, folder = unseeded
    assert sorted(path.name for path in (folder / "course").iterdir()) == ["Course.java", "data"]
    assert check.ported is not None
    assert check.ported.read_text().count("Builder()") > 1
    assert (folder / "out" / "java" / "trace" / "events.jsonl").exists()
    assert (folder / "out" / "python" / "stdout.txt").read_text().startswith("Score: ")


def test_it_is_told_in_json_and_on_a_page(unseeded: tuple[Crosscheck, Path]) -> None:
    check, folder = unseeded
    told = json.loads(json.dumps(telling.as_dict(check), allow_nan=False))
    assert told["equal"]
    assert [run["exit_code"] for run in told["runs"]] == [0, 0]
    page.write(telling.page(check), folder / "page.html", folder / "plots")
    html = (folder / "page.html").read_text()
    assert "Java and Python are equal, bit for bit." in html
    assert html.count("data:image/png") == 2


@pytest.fixture(scope="module")
def students(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Submission]:
    folder = tmp_path_factory.mktemp("students")
    write(folder / "same", SEEDED)
    write(folder / "rate", SEEDED.replace("0.5", "0.25"))
    write(folder / "broken", SEEDED.replace("net.init();", "net.init()"))
    write(folder / "fails", SEEDED.replace("rows.csv", "nothing.csv"))
    (folder / "notes.txt").write_text("no program")
    reference = write(folder.parent / "teacher", SEEDED) / "Course.java"
    done = submissions.check_all(
        submissions.programs_in(folder),
        folder.parent / "out",
        Rules(timeout=300),
        reference=Errand(reference),
        workers=2,
    )
    return {one.name: one for one in done}


def test_one_failing_submission_stops_no_other(students: dict[str, Submission]) -> None:
    assert list(students) == ["broken", "fails", "rate", "same"]
    assert {name: (one.compiles, one.runs, one.equal) for name, one in students.items()} == {
        "broken": (False, False, False),
        "fails": (True, False, False),
        "rate": (True, True, False),
        "same": (True, True, True),
    }


def test_why_a_submission_differs(students: dict[str, Submission]) -> None:
    assert "updater.learningRate: 0.5 in the reference, 0.25" in students["rate"].parting
    assert "';' expected" in students["broken"].parting
    assert "nothing.csv" in students["fails"].parting


def test_the_table_in_csv(students: dict[str, Submission]) -> None:
    lines = submissions.comma_separated(list(students.values())).splitlines()
    assert lines[0] == "name,compiles,runs,equal,first divergence,accuracy,seconds"
    assert lines[4].startswith("same,yes,yes,yes,–,–,")


def test_seed_zero_is_replayed_as_the_clock(tmp_path: Path) -> None:
    program = write(tmp_path, COURSE.replace("SEED", ".seed(0)")) / "Course.java"
    check = crosscheck(Errand(program), None, tmp_path / "out")
    assert check.comparison.divergences == ()
    assert check.replayed
    assert any("A seed is 0 in Java and Python" in text for text in telling.notes(check))


def test_an_endless_program_is_ended(tmp_path: Path) -> None:
    loop = "public static void main(String[] a) throws Exception { while (true) Thread.sleep(9); }"
    (tmp_path / "Endless.java").write_text(f"public class Endless {{ {loop} }}")
    (one,) = submissions.check_all([tmp_path / "Endless.java"], tmp_path / "out", Rules(timeout=2))
    assert (one.compiles, one.runs, one.equal) == (True, False, False)
    assert "killed after 2 s" in one.parting


START = "public static void main(String[] args) { }"


def test_what_is_a_submission_and_what_belongs_to_one(tmp_path: Path) -> None:
    def put(name: str, members: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        package = ".".join(path.relative_to(tmp_path).parts[:-1])
        head = f"package {package}; " if package else ""
        path.write_text(f"{head}public class {path.stem} {{ {members} }}")

    def names() -> list[str]:
        return [path.name for path in submissions.programs_in(tmp_path)]

    put("Anna.java", START + " AnnasNet net; tools.Rows rows;")
    put("AnnasNet.java", "")
    put("tools/Rows.java", "")
    assert submissions.is_one_program(tmp_path)
    put("Ben.java", START)
    put("Forgot.java", "int main;")
    assert not submissions.is_one_program(tmp_path)
    assert names() == ["Anna.java", "Ben.java", "Forgot.java"]
    put("tools/Carla.java", START)
    assert names() == ["Anna.java", "Ben.java", "Forgot.java", "tools"]


def test_a_folder_without_programs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no submissions"):
        submissions.programs_in(tmp_path)
