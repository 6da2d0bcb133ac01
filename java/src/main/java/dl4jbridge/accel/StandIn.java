package dl4jbridge.accel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.deeplearning4j.nn.api.Layer;

/** A faster layer in the place of one of DL4J's. */
interface StandIn extends Layer {

    /** The layer in whose place this one is. */
    Layer stock();

    /** Whether it gives the very numbers of the stock layer, not numbers equal up to rounding. */
    default boolean sameBits() {
        return true;
    }

    /**
     * Hands a layer's whole state (parameter and gradient views, listeners, counters ...) to
     * another: the very objects, not copies.
     *
     * @param type the class whose fields are handed over, and those of its superclasses; both
     *             layers are of it
     */
    static void handOver(Layer from, Layer to, Class<?> type) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    handOver(from, to, field);
                }
            }
        }
    }

    private static void handOver(Layer from, Layer to, Field field) {
        try {
            field.setAccessible(true);
            field.set(to, field.get(from));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
