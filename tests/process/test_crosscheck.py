"""Programs that really run: with their translation, with a reference, with faults."""

import json
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
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

public class Course {
    public static void main(String[] args) throws Exception {
        List<String> lines = Files.readAllLines(Paths.get("data/rows.txt"));
        INDArray x = Nd4j.zeros(4, 2);
        INDArray y = Nd4j.zeros(4, 1);
        for (int i = 0; i < 4; i++) {
            x.putScalar(i, 0, Double.parseDouble(lines.get(2 * i)));
            x.putScalar(i, 1, Double.parseDouble(lines.get(2 * i + 1)));
            y.putScalar(i, 0, i % 2);
        }
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
            net.fit(new DataSet(x, y));
        }
        net.save(new File("net.zip"));
        System.out.println("Score: " + net.score());
    }
}
"""
SEEDED = COURSE.replace("SEED", ".seed(123)")


def write(folder: Path, text: str, name: str = "Course.java") -> Path:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "rows.txt").write_text("0\n0\n0\n1\n1\n0\n1\n1\n")
    (folder / name).write_text(text)
    return folder


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
    write(folder / "fails", SEEDED.replace("rows.txt", "nothing.txt"))
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
    assert "nothing.txt" in students["fails"].parting


def test_the_table_in_csv(students: dict[str, Submission]) -> None:
    lines = submissions.comma_separated(list(students.values())).splitlines()
    assert lines[0] == "name,compiles,runs,equal,first divergence,accuracy,seconds"
    assert lines[4].startswith("same,yes,yes,yes,–,–,")


def test_an_endless_program_is_ended(tmp_path: Path) -> None:
    loop = "public static void main(String[] a) throws Exception { while (true) Thread.sleep(9); }"
    (tmp_path / "Endless.java").write_text(f"public class Endless {{ {loop} }}")
    (one,) = submissions.check_all([tmp_path / "Endless.java"], tmp_path / "out", Rules(timeout=2))
    assert (one.compiles, one.runs, one.equal) == (True, False, False)
    assert "killed after 2 s" in one.parting


def test_a_folder_without_programs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no submissions"):
        submissions.programs_in(tmp_path)
