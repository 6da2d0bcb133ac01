package dl4jbridge.trace;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/** The methods of Deeplearning4j, ND4J and Java that everything passes through. */
final class Places {

    private static final String NETWORKS = "org\\.deeplearning4j\\.nn\\."
            + "(multilayer\\.MultiLayerNetwork|graph\\.ComputationGraph)";
    private static final String ITERATORS = "org.nd4j.linalg.dataset.api.iterator.";
    private static final String RESULTS =
            "stats|accuracy|precision|recall|f1|fBeta|gMeasure|.*Correlation|falseAlarmRate"
            + "|topNAccuracy|confusion.*|getConfusionMatrix|scoreForMetric|getValue|calculateA.*"
            + "|average.*|mean.*Error|r.*SquaredError|rSquared|pearson.*|get(Roc|Precision).*Curve";

    private final Transformer transformer = new Transformer();

    private Places() {
    }

    /** Has the classes changed when they are loaded; Java's generator, which is, at once. */
    static void instrument(Instrumentation instrumentation) throws Exception {
        Places places = new Places();
        places.networks();
        places.training();
        places.evaluations();
        places.iterators();
        places.seeds();
        byte[] random = Transformer.changed(Random.class.getName(),
                ClassFileLocator.ForClassLoader.ofSystemLoader(), null, List.of(
                advice(Advices.RandomWithoutSeed.class, isConstructor().and(takesArguments(0))),
                advice(Advices.RandomWithSeed.class,
                        isConstructor().and(takesArguments(long.class)))));
        instrumentation.redefineClasses(new ClassDefinition(Random.class, random));
        instrumentation.addTransformer(places.transformer);
    }

    private void networks() {
        transformer.on(NETWORKS,
                advice(Advices.Init.class, named("init")),
                making("clone", named("clone")),
                making("convert", named("toComputationGraph")),
                advice(Advices.Save.class, named("save")),
                advice(Advices.Close.class, named("close")));
        transformer.on("org\\.deeplearning4j\\.util\\.ModelSerializer",
                making("file", nameStartsWith("restoreMulti").or(nameStartsWith("restoreComp"))),
                advice(Advices.Write.class, named("writeModel")));
        transformer.on("org\\.deeplearning4j\\.nn\\.transferlearning\\."
                        + "TransferLearning\\$(Graph)?Builder",
                making("transfer", named("build")));
        transformer.on("org\\.deeplearning4j\\.nn\\.modelimport\\.keras\\.KerasModelImport",
                making("keras", nameStartsWith("import").and(isStatic())));
    }

    private void training() {
        transformer.on(NETWORKS,
                labelled(Advices.Fit.class, "pretrain", namedOneOf("pretrain", "pretrainLayer")),
                fit("DataSetIterator"), fit("MultiDataSetIterator"), fit("DataSet"),
                fit("MultiDataSet"), fit("INDArray"), fit("INDArray[]"));
        transformer.on("org\\.deeplearning4j\\.earlystopping\\.trainer\\.BaseEarlyStoppingTrainer",
                advice(Advices.EarlyStopping.class, namedOneOf("fit", "pretrain")
                        .and(takesArguments(0))));
        transformer.on("org\\.deeplearning4j\\.optimize\\.solvers\\."
                        + "(BaseOptimizer|StochasticGradientDescent)",
                advice(Advices.Optimize.class, named("optimize").and(returns(boolean.class))));
    }

    private void evaluations() {
        transformer.on(NETWORKS,
                advice(Advices.Evaluate.class, named("doEvaluation")
                        .or(named("evaluate").and(returns(Map.class)))));
        transformer.on("org\\.nd4j\\.evaluation\\.[a-z]+\\.(\\w*Evaluation\\w*|ROC\\w*)",
                advice(Advices.Ask.class, isPublic().and(nameMatches(RESULTS))));
    }

    private void iterators() {
        transformer.onSubtypes(
                List.of(ITERATORS + "DataSetIterator", ITERATORS + "MultiDataSetIterator"),
                "org\\.(nd4j|deeplearning4j)\\.(?!.*(Async|Adapter)).*Iterator(\\$.*)?",
                advice(Advices.Construct.class, isConstructor()),
                advice(Advices.Next.class, named("next").and(not(isAbstract()))
                        .and(takesArguments(0).or(takesArguments(int.class)))
                        .and(not(returns(Object.class)))));
    }

    private void seeds() {
        transformer.on("org\\.deeplearning4j\\.nn\\.conf\\.NeuralNetConfiguration\\$Builder",
                advice(Advices.BuilderWithoutSeed.class, isConstructor().and(takesArguments(0))),
                advice(Advices.BuilderSeed.class, named("seed").and(takesArguments(long.class))));
        transformer.on("org\\.nd4j\\..*\\.(Cpu|Cuda)NativeRandom",
                advice(Advices.Nd4jSeed.class, named("setSeed").and(takesArguments(long.class))),
                advice(Advices.Nd4jWithoutSeed.class, isConstructor().and(takesArguments(0))));
    }

    private static AsmVisitorWrapper advice(
            Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        return Advice.to(advice).on(methods);
    }

    private static AsmVisitorWrapper labelled(
            Class<?> advice, String label, ElementMatcher<? super MethodDescription> methods) {
        return Advice.withCustomMapping().bind(Advices.Label.class, label).to(advice).on(methods);
    }

    private static AsmVisitorWrapper making(
            String origin, ElementMatcher<? super MethodDescription> methods) {
        return labelled(Advices.Making.class, origin, methods);
    }

    /** Calls of {@code fit} whose first argument has a type with that simple name. */
    private static AsmVisitorWrapper fit(String type) {
        ElementMatcher<TypeDescription> named = one -> one.getSimpleName().equals(type);
        return labelled(Advices.Fit.class, type, named("fit").and(takesArgument(0, named)));
    }
}
