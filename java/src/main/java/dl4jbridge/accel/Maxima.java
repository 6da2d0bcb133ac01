package dl4jbridge.accel;

/** The greatest number a window sees in each place of a plane, and where it saw it first. */
final class Maxima {

    private static final int NOWHERE = -1;

    private final Window window;
    // Where an output's window begins and ends on the plane, of height and of width.
    private final int[][] first;
    private final int[][] end;
    private final int[] places;

    /** @param planes how many it has room for */
    Maxima(Window window, int planes) {
        this.window = window;
        this.first = new int[][] {new int[window.out[0]], new int[window.out[1]]};
        this.end = new int[][] {new int[window.out[0]], new int[window.out[1]]};
        for (int axis = 0; axis < 2; axis++) {
            for (int i = 0; i < window.out[axis]; i++) {
                first[axis][i] = window.at(axis, i, window.firstPlace(axis, i));
                end[axis][i] = window.at(axis, i, window.endPlace(axis, i));
            }
        }
        this.places = new int[planes * window.outArea()];
    }

    /**
     * Finds them.
     *
     * @param number     of the plane
     * @param plane      address of its first float
     * @param lineStride floats from one of its lines to the next
     * @param to         address of the maxima, lines without gaps
     */
    void find(int number, long plane, int lineStride, long to) {
        Window w = window;
        int height = w.out[0];
        int width = w.out[1];
        int out = number * height * width;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++, out++, to += Float.BYTES) {
                int right = end[1][x];
                long best = Long.MIN_VALUE;
                for (int line = first[0][y]; line < end[0][y]; line += w.dilation[0]) {
                    long address = plane + (long) line * lineStride * Float.BYTES;
                    for (int at = first[1][x]; at < right; at += w.dilation[1]) {
                        best = Math.max(best, key(Memory.get(address + (long) at * Float.BYTES),
                                line * w.in[1] + at));
                    }
                }
                Memory.set(to, number(best));
                places[out] = place(best);
            }
        }
    }

    // Number above, place below: the maximum needs no jump, which a processor could not foresee.
    private static long key(float number, int place) {
        // Minus zero becomes zero.
        int bits = Float.floatToRawIntBits(number + 0f);
        return (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << Integer.SIZE
                | Integer.toUnsignedLong(~place);
    }

    private static float number(long key) {
        int ordered = (int) (key >> Integer.SIZE);
        return key == Long.MIN_VALUE ? Float.NEGATIVE_INFINITY
                : Float.intBitsToFloat(ordered ^ ordered >> 31 & Integer.MAX_VALUE);
    }

    private static int place(long key) {
        return key == Long.MIN_VALUE ? NOWHERE : ~(int) key;
    }

    /**
     * Adds to a plane without gaps what belongs to each maximum, where it was found.
     *
     * @param from       address of the numbers to add
     * @param lineStride floats from one of their lines to the next
     * @param plane      address of where to add
     */
    void spread(int number, long from, long lineStride, long plane) {
        int place = number * window.outArea();
        for (int y = 0; y < window.out[0]; y++) {
            long line = from + y * lineStride * Float.BYTES;
            for (int x = 0; x < window.out[1]; x++, place++) {
                if (places[place] != NOWHERE) {
                    long at = plane + (long) places[place] * Float.BYTES;
                    Memory.set(at, Memory.get(at) + Memory.get(line + (long) x * Float.BYTES));
                }
            }
        }
    }
}
