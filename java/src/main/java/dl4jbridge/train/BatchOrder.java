package dl4jbridge.train;

import java.util.Random;
import org.nd4j.common.util.MathUtils;

/**
 * In which order the rows of a data set are trained on, one permutation an epoch.
 *
 * <p>Shuffled, it is the order of {@code MnistDataSetIterator} for the same seed: each epoch
 * shuffles the order of the one before, with one {@link Random} for the whole run.
 */
public final class BatchOrder {

    private final int[] rows;
    private final Random random;
    private int epoch;

    /**
     * @param rows    how many rows there are
     * @param shuffle false keeps them as they come
     * @param seed    of the shuffle
     */
    public BatchOrder(int rows, boolean shuffle, long seed) {
        this.rows = new int[rows];
        for (int i = 0; i < rows; i++) {
            this.rows[i] = i;
        }
        this.random = shuffle ? new Random(seed) : null;
    }

    /** Moves on to the next epoch's permutation. */
    public void nextEpoch() {
        epoch++;
        if (random != null) {
            MathUtils.shuffleArray(rows, random);
        }
    }

    /** Which epoch it is, counted from 1; 0 before the first. */
    public int epoch() {
        return epoch;
    }

    boolean shuffled() {
        return random != null;
    }

    /** How many rows there are. */
    public int size() {
        return rows.length;
    }

    /** The row at a position of this epoch. */
    public int row(int position) {
        return rows[position];
    }
}
