package dl4jbridge.accel;

/** The greatest number a window sees in each place of a plane, and where it saw it first. */
final class Maxima {

    private static final int NOWHERE = -1;
    private static final long NOTHING = key(Float.NEGATIVE_INFINITY, NOWHERE);

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
        int down = window.dilation[0];
        int across = window.dilation[1];
        int width = window.in[1];
        int[] lefts = first[1];
        int[] rights = end[1];
        int out = number * window.outArea();
        for (int y = 0; y < window.out[0]; y++) {
            int top = first[0][y];
            int bottom = end[0][y];
            for (int x = 0; x < lefts.length; x++) {
                int left = lefts[x];
                int right = rights[x];
                long best = NOTHING;
                for (int line = top; line < bottom; line += down) {
                    long address = plane + (long) line * lineStride * Float.BYTES;
                    for (int at = left; at < right; at += across) {
                        long key = key(Memory.get(address + 4L * at), line * width + at);
                        best = Math.max(best, key);
                    }
                }
                Memory.set(to, number(best));
                to += Float.BYTES;
                places[out++] = place(best);
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
        return Float.intBitsToFloat(ordered ^ ordered >> 31 & Integer.MAX_VALUE);
    }

    private static int place(long key) {
        return ~(int) key;
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
