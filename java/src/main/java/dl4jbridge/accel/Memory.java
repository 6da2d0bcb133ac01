package dl4jbridge.accel;

import java.lang.reflect.Field;
import org.nd4j.linalg.api.ndarray.INDArray;
import sun.misc.Unsafe;

/**
 * Runs of floats outside of the Java heap, by address and count; nothing is checked.
 *
 * <p>Buffers check every access and the compiler leaves the checks in: loops through them take
 * three times as long.
 */
final class Memory {

    private static final Unsafe UNSAFE = unsafe();

    private Memory() {
    }

    /** Where an array's first element lies; the caller keeps the array from being freed. */
    static long address(INDArray array) {
        return array.data().addressPointer().address();
    }

    static float get(long at) {
        return UNSAFE.getFloat(at);
    }

    static void set(long at, float value) {
        UNSAFE.putFloat(at, value);
    }

    static void zero(long to, long count) {
        UNSAFE.setMemory(to, count * Float.BYTES, (byte) 0);
    }

    /**
     * Copies lines of floats into places side by side.
     *
     * @param lineStride floats from one line to the next
     * @param step       floats from one of a line's floats to the next
     * @param toStride   the same, of the lines' copies
     */
    static void gather(long from, long lineStride, int step, long to, long toStride,
                       int lines, int count) {
        if (step == 1) {
            gather(from, lineStride, to, toStride, lines, count);
            return;
        }
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < count; i++) {
                UNSAFE.putFloat(to + 4L * i, UNSAFE.getFloat(from + 4L * i * step));
            }
            from += 4L * lineStride;
            to += 4L * toStride;
        }
    }

    private static void gather(
            long from, long lineStride, long to, long toStride, int lines, int count) {
        for (int line = 0; line < lines; line++) {
            // In pairs, half as many accesses; four pairs at a time, since most lines are short.
            int i = 0;
            for (; i < count - 7; i += 8) {
                long a = UNSAFE.getLong(from + 4L * i);
                long b = UNSAFE.getLong(from + 4L * i + 8);
                long c = UNSAFE.getLong(from + 4L * i + 16);
                long d = UNSAFE.getLong(from + 4L * i + 24);
                UNSAFE.putLong(to + 4L * i, a);
                UNSAFE.putLong(to + 4L * i + 8, b);
                UNSAFE.putLong(to + 4L * i + 16, c);
                UNSAFE.putLong(to + 4L * i + 24, d);
            }
            for (; i < count - 1; i += 2) {
                UNSAFE.putLong(to + 4L * i, UNSAFE.getLong(from + 4L * i));
            }
            if (i < count) {
                UNSAFE.putFloat(to + 4L * i, UNSAFE.getFloat(from + 4L * i));
            }
            from += 4L * lineStride;
            to += 4L * toStride;
        }
    }

    /** Adds lines of floats side by side to places {@code step} apart. */
    static void scatter(long from, long fromStride, long to, long lineStride, int step,
                        int lines, int count) {
        if (step == 1) {
            scatter(from, fromStride, to, lineStride, lines, count);
            return;
        }
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < count; i++) {
                long at = to + 4L * i * step;
                UNSAFE.putFloat(at, UNSAFE.getFloat(at) + UNSAFE.getFloat(from + 4L * i));
            }
            from += 4L * fromStride;
            to += 4L * lineStride;
        }
    }

    private static void scatter(
            long from, long fromStride, long to, long lineStride, int lines, int count) {
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < count; i++) {
                long at = to + 4L * i;
                UNSAFE.putFloat(at, UNSAFE.getFloat(at) + UNSAFE.getFloat(from + 4L * i));
            }
            from += 4L * fromStride;
            to += 4L * lineStride;
        }
    }

    static void copy(long from, long to, long count) {
        UNSAFE.copyMemory(from, to, count * Float.BYTES);
    }

    /** Adds floats to others. */
    static void add(long from, long to, int count) {
        scatter(from, 0, to, 0, 1, count);
    }

    /** Writes an array's elements, which lie side by side. */
    static void put(float[] values, INDArray into) {
        UNSAFE.copyMemory(values, Unsafe.ARRAY_FLOAT_BASE_OFFSET, null, address(into),
                (long) values.length * Float.BYTES);
    }

    static void fill(long to, float value, int count) {
        int bits = Float.floatToRawIntBits(value);
        long both = (long) bits << 32 | Integer.toUnsignedLong(bits);
        int i = 0;
        for (; i < count - 1; i += 2) {
            UNSAFE.putLong(to + 4L * i, both);
        }
        if (i < count) {
            UNSAFE.putInt(to + 4L * i, bits);
        }
    }

    static double sum(long at, int count) {
        double even = 0;
        double odd = 0;
        int i = 0;
        // Two sums: the next addition need not wait for the one before.
        for (; i < count - 1; i += 2) {
            even += UNSAFE.getFloat(at + 4L * i);
            odd += UNSAFE.getFloat(at + 4L * i + 4);
        }
        return even + odd + (i < count ? UNSAFE.getFloat(at + 4L * i) : 0);
    }

    /** Sum of {@code (x - meanX) * (y - meanY)}. */
    static double products(long x, double meanX, long y, double meanY, int count) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i < count - 1; i += 2) {
            even += (UNSAFE.getFloat(x + 4L * i) - meanX) * (UNSAFE.getFloat(y + 4L * i) - meanY);
            odd += (UNSAFE.getFloat(x + 4L * i + 4) - meanX)
                    * (UNSAFE.getFloat(y + 4L * i + 4) - meanY);
        }
        return i == count ? even + odd : even + odd
                + (UNSAFE.getFloat(x + 4L * i) - meanX) * (UNSAFE.getFloat(y + 4L * i) - meanY);
    }

    /** Writes {@code a * (x - mean) + b * y + c}. */
    static void combine(float a, long x, float mean, float b, long y, float c,
                        long to, int count) {
        for (int i = 0; i < count; i++) {
            float centred = UNSAFE.getFloat(x + 4L * i) - mean;
            UNSAFE.putFloat(to + 4L * i, a * centred + b * UNSAFE.getFloat(y + 4L * i) + c);
        }
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("this Java has no sun.misc.Unsafe", other);
        }
    }
}
