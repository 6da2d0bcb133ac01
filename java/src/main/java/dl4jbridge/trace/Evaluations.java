package dl4jbridge.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.evaluation.classification.ConfusionMatrix;
import org.nd4j.evaluation.classification.Evaluation;

/** Results of evaluations: those of a network at the end, others when they are asked for. */
final class Evaluations {

    private static final IdentityMap<String> TOLD = new IdentityMap<>();
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private Evaluations() {
    }

    static void enter(Object[] arguments) {
        DEPTH.get()[0]++;
        for (Object one : arguments) {
            if (Iterators.isIterator(one)) {
                Iterators.number(one);
            }
        }
    }

    /** A network has evaluated: an array of evaluations, or one for each of its outputs. */
    static void leave(Object network, Object results) throws Exception {
        if (--DEPTH.get()[0] > 0) {
            return;
        }
        if (results instanceof Map) {
            for (Object one : ((Map<?, ?>) results).values()) {
                tellAll(network, one);
            }
        } else {
            tellAll(network, results);
        }
    }

    static void asked(Object evaluation) throws Exception {
        if (DEPTH.get()[0] == 0) {
            tell(null, (IEvaluation<?>) evaluation);
        }
    }

    private static void tellAll(Object network, Object results) throws Exception {
        if (results instanceof Object[]) {
            for (Object one : (Object[]) results) {
                tell(network, (IEvaluation<?>) one);
            }
        }
    }

    private static void tell(Object network, IEvaluation<?> evaluation) throws Exception {
        Map<String, Object> values = values(evaluation);
        List<List<Integer>> confusion = confusion(evaluation);
        String state = values + " " + confusion;
        if (state.equals(TOLD.get(evaluation))) {
            return;
        }
        TOLD.put(evaluation, state);
        new Event("evaluation")
                .put("network", network == null ? null : Networks.of(network).number)
                .put("type", evaluation.getClass().getSimpleName())
                .put("values", values)
                .put("confusion", confusion)
                .put("line", Program.line())
                .write();
    }

    private static Map<String, Object> values(IEvaluation<?> evaluation) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Class<?> type = evaluation.getClass(); type != null; type = type.getSuperclass()) {
            for (Class<?> inner : type.getDeclaredClasses()) {
                if (inner.isEnum() && IMetric.class.isAssignableFrom(inner)) {
                    for (Object metric : inner.getEnumConstants()) {
                        values.putIfAbsent(metric.toString(), value(evaluation, (IMetric) metric));
                    }
                }
            }
        }
        return values;
    }

    private static double value(IEvaluation<?> evaluation, IMetric metric) {
        try {
            return evaluation.getValue(metric);
        } catch (RuntimeException nothingEvaluatedYet) {
            return Double.NaN;
        }
    }

    private static List<List<Integer>> confusion(IEvaluation<?> evaluation) {
        ConfusionMatrix<Integer> matrix = evaluation instanceof Evaluation
                ? ((Evaluation) evaluation).getConfusionMatrix() : null;
        if (matrix == null) {
            return null;
        }
        List<List<Integer>> rows = new ArrayList<>();
        for (int actual : matrix.getClasses()) {
            List<Integer> row = new ArrayList<>();
            for (int predicted : matrix.getClasses()) {
                row.add(matrix.getCount(actual, predicted));
            }
            rows.add(row);
        }
        return rows;
    }
}
