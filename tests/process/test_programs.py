"""Course programs compiled against the real Deeplearning4j, and run."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from dl4j_bridge.course.faults import CourseFaults
from dl4j_bridge.course.oldapi import check, repaired
from dl4j_bridge.course.source import Source
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.options import resources_dir
from dl4j_bridge.jvm.toolchain import find_java
from dl4j_bridge.lab import programs
from dl4j_bridge.lab.old_code import classes_of, repair
from tests.brief import NOTICE

NETWORK = "new NeuralNetConfiguration.Builder()"
LAYER = "new DenseLayer.Builder()"
# Every one of them is gone in M2.1; the tests prove it.
REPAIRED = [
    f"{NETWORK}.iterations(1);",
    f"{NETWORK}.learningRate(0.1);",
    f"{NETWORK}.updater(Updater.SGD).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.ADAM).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.ADAMAX).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.NADAM).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.ADAGRAD).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.ADAGRAD).epsilon(0.1);",
    f"{NETWORK}.updater(Updater.RMSPROP).rmsDecay(0.9);",
    f"{NETWORK}.updater(Updater.ADADELTA).rho(0.9);",
    f"{NETWORK}.updater(Updater.NONE).learningRate(0.1);",
    f"{NETWORK}.updater(Updater.NESTEROVS).momentum(0.9);",
    f"{NETWORK}.updater(Updater.ADAM).adamMeanDecay(0.8);",
    f"{NETWORK}.updater(Updater.ADAM).adamVarDecay(0.8);",
    f"{NETWORK}.learningRateDecayPolicy(LearningRatePolicy.Step)"
    ".lrPolicyDecayRate(0.5).lrPolicySteps(9);",
    f"{NETWORK}.learningRateDecayPolicy(LearningRatePolicy.Inverse)"
    ".lrPolicyDecayRate(0.5).lrPolicyPower(2);",
    f"{NETWORK}.learningRateDecayPolicy(LearningRatePolicy.Exponential).lrPolicyDecayRate(0.5);",
    f"{NETWORK}.updater(Updater.NESTEROVS).learningRateSchedule(map);",
    f"{NETWORK}.updater(Updater.ADAM).learningRateSchedule(map);",
    f"{NETWORK}.regularization(true);",
    f"{NETWORK}.regularization(false).l2(0.1);",
    f"{NETWORK}.useDropConnect(true).dropOut(0.5);",
    f"{NETWORK}.useDropConnect(false);",
    f'{NETWORK}.activation("relu");',
    f"{NETWORK}.list(2);",
    f"{NETWORK}.list().backprop(true);",
    f"{NETWORK}.list().pretrain(false);",
    f"{NETWORK}.list().cnnInputSize(28, 28, 1);",
    f"{NETWORK}.graphBuilder().backprop(true);",
    f"{NETWORK}.graphBuilder().pretrain(false);",
    f"{NETWORK}.updater(Updater.ADAM).list().layer({LAYER}.learningRate(0.1).build());",
    f'{LAYER}.activation("softmax");',
    "new org.nd4j.linalg.dataset.DataSet().getFeatureMatrix();",
]
BY_HAND = [
    f"{NETWORK}.iterations(5);",
    f"{NETWORK}.list().pretrain(true);",
    f"{NETWORK}.biasLearningRate(0.1);",
    f"{NETWORK}.momentumAfter(map);",
    f"{NETWORK}.leakyreluAlpha(0.1);",
    f"{NETWORK}.learningRateScoreBasedDecayRate(0.1);",
    f"{LAYER}.learningRate(0.1);",
    *(f"Object.class.cast({name});" for name in (
        "WeightInit.NORMALIZED", "WeightInit.SIZE", "WeightInit.VI",
        "LossFunctions.LossFunction.RMSE_XENT", "LossFunctions.LossFunction.EXPLL",
        "OptimizationAlgorithm.HESSIAN_FREE",
    )),
]  # fmt: skip
HEAD = """import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.*;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.lossfunctions.LossFunctions;
"""
OLD_IMPORTS = """import org.deeplearning4j.datasets.iterator.DataSetIterator;
import org.deeplearning4j.datasets.iterator.impl.ListDataSetIterator;
import org.deeplearning4j.nn.conf.LearningRatePolicy;
"""


def old(statements: list[str], imports: str = "") -> str:
    lines = "\n".join(statements)
    return f"""{HEAD}{imports}class Old {{
    static java.util.Map<Integer, Double> map = java.util.Map.of(0, 0.1);
    public static void main(String[] args) {{
{lines}
}} }}"""


def faults(code: str, folder: Path) -> set[int]:
    """The lines with which the compiler finds fault, as they come in the statements."""
    path = folder / "Old.java"
    path.write_text(code, "utf-8")
    first = code[: code.index("main(")].count("\n") + 2
    try:
        programs.compiled(programs.find(path))
    except CourseFaults as error:
        return {fault.line - first for fault in error.faults}
    return set()


def test_the_old_api_is_gone_and_its_repairs_compile(tmp_path: Path) -> None:
    statements = [*REPAIRED, *BY_HAND]
    assert faults(old(statements), tmp_path) == set(range(len(statements)))
    classes = classes_of(class_path())
    source = Source(Path("Old.java"), old(statements).encode())
    first = old(statements).split("main(")[0].count("\n") + 2
    repairs = check(source, classes)
    assert {repair.finding.line - first for repair in repairs} == set(range(len(statements)))
    by_hand = {repair.finding.line - first for repair in repairs if not repair.edits}
    assert by_hand == set(range(len(REPAIRED), len(statements)))
    source = Source(Path("Old.java"), old(REPAIRED, OLD_IMPORTS).encode())
    code = repaired(source, check(source, classes)).decode()
    assert faults(code, tmp_path) == set(), code


def test_the_error_explains_the_old_api_first(tmp_path: Path) -> None:
    code = old([f"{NETWORK}.iterations(1);", 'int x = "a";', "ListDataSetIterator i;"], OLD_IMPORTS)
    path = tmp_path / "Old.java"
    path.write_text(code, "utf-8")
    program = programs.find(path)
    with pytest.raises(CourseFaults) as caught:
        programs.compiled(program)
    told = str(caught.value)
    assert told.index("`.iterations(1)` [gone") < told.index("String cannot be converted to int")
    assert "does not compile: 1 error." in told  # the rest is explained
    assert told.endswith(f"`dl4j-bridge run --fix {path}` writes a repaired copy.")
    done = repair(program, tmp_path / "fixed")
    assert path.read_text("utf-8") == code
    assert done.by_hand == ()
    with pytest.raises(CourseFaults, match=r"^The program does not compile: 1 error.\n.*:\d+: inc"):
        programs.compiled(done.program)


def test_a_jre_compiles_with_eclipses_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = find_java().home
    jre = tmp_path / "jre"
    (jre / "bin").mkdir(parents=True)
    (jre / "bin" / "java").symlink_to(java / "bin" / "java")
    for part in java.iterdir():
        if part.name != "bin":
            (jre / part.name).symlink_to(part)
    (jre / "release").unlink()  # so that the classes are not those that javac made
    (jre / "release").write_text((java / "release").read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setenv("JAVA_HOME", str(jre))
    (tmp_path / "Main.java").write_text(
        "import org.nd4j.linalg.learning.config.Adam;\n"
        "class Main { public static void main(String[] args) {\n"
        "var rate = new Adam(0.5).getLearningRate();\nSystem.out.println(rate); } }",
        "utf-8",
    )
    program = programs.find(tmp_path / "Main.java")
    with (tmp_path / "out").open("wb") as out:
        assert programs.run(program, stdout=out) == 0
    assert (tmp_path / "out").read_text("utf-8") == "0.5\n"
    (tmp_path / "Bad.java").write_text(
        "import no.such.Thing;\nclass Bad { public static void main(String[] args) {\n"
        'int x = "a"; } }',
        "utf-8",
    )
    with pytest.raises(CourseFaults) as caught:
        programs.compiled(programs.find(tmp_path / "Bad.java"))
    assert [fault.line for fault in caught.value.faults] == [1, 3]
    assert "no libraries" not in str(caught.value)
    assert "Not part of Java, of Deeplearning4j or of the program: no" in str(caught.value)


DATA = """
package course.data;
import java.io.*;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.datasets.iterator.impl.*;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.*;

public class Data {
    private static final Logger log = LoggerFactory.getLogger(Data.class);
    static void show(INDArray a) {
        System.out.println(java.util.Arrays.toString(a.data().asFloat()));
    }
    public static void main(String[] args) throws Exception {
        log.info("the program's own log");
        show(new IrisDataSetIterator(150, 150).next().getFeatures().sum(0));
        show(new MnistDataSetIterator(1000, false, 1).next().getLabels().sum(0));
        Schema schema = new Schema.Builder().addColumnDouble("u").addColumnsDouble("v")
                .addColumnCategorical("c", "red", "blue").build();
        TransformProcess steps = new TransformProcess.Builder(schema)
                .categoricalToInteger("c").build();
        TransformProcessRecordReader rows =
                new TransformProcessRecordReader(new CSVRecordReader(), steps);
        rows.initialize(new FileSplit(new File(Data.class.getResource("/rows.csv").toURI())));
        show(new RecordReaderDataSetIterator(rows, 3, 2, 2).next().getLabels());
    }
}
"""


def test_data_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "main" / "java" / "course" / "data"
    folder.mkdir(parents=True)
    (folder / "Data.java").write_text(DATA, "utf-8")
    (tmp_path / "src" / "main" / "resources").mkdir()
    (tmp_path / "src" / "main" / "resources" / "rows.csv").write_text("1,2,red\n3,4,blue\n5,6,red")
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        code = programs.run(programs.find(tmp_path), stdout=out, stderr=err)
    said = (tmp_path / "err").read_text("utf-8")
    assert code == 0, said
    assert said == f"{NOTICE}INFO Data - the program's own log\n"
    iris, mnist, rows = (tmp_path / "out").read_text("utf-8").splitlines()
    # UCI's rows: the sums of sepal and petal lengths and widths.
    assert json.loads(iris) == pytest.approx([876.5, 458.1, 563.8, 179.8])
    assert sum(json.loads(mnist)) == 1000
    assert json.loads(rows) == [1, 0, 0, 1, 1, 0]
    content = (resources_dir() / "data" / "iris" / "iris.dat").read_bytes()
    assert hashlib.md5(content).hexdigest() == "1c21400a78061197eac64c6748844216"  # DL4J's own


def test_the_compiler_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "copy of it.java").write_text(
        "public class Named { public static void main(String[] args) { } }", "utf-8"
    )
    program = programs.find(tmp_path / "copy of it.java")
    first = programs.compiled(program)
    monkeypatch.setattr(subprocess, "run", None)
    assert programs.compiled(program) == first
