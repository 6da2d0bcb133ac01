package dl4jbridge.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The epochs of several workers in this process, as {@code ParallelWrapper} makes them: it asks
 * for batches and gets them in rounds, one a worker; it waits with the next round while the caller
 * looks at the network.
 *
 * <p>A round is an iteration here, its score the mean of the workers'. The caller comes to look
 * only where the workers' parameters are one mean: {@code averaging} rounds apart, counted from an
 * epoch's end.
 */
public final class Rounds extends BaseTrainingListener
        implements Thread.UncaughtExceptionHandler {

    private final Shares shares;
    private final int averaging;
    private DoubleBuffer scores;
    private int done;
    private int dealt;
    private final List<Double> heard = new ArrayList<>();
    private boolean diverged;
    private boolean going;
    private boolean stopped;
    private long until;
    private int begun;
    private Throwable failure;

    /**
     * @param features    C-ordered, rows on axis 0, at least as many as there are workers
     * @param labels      likewise
     * @param batchSize   rows of a worker's batch; those of an epoch's last round share what is left
     * @param workers     how many train at the same time
     * @param averaging   rounds from one mean to the next
     * @param seed        of what workers draw
     * @param augmentation distorts the features, or null
     */
    public Rounds(INDArray[] features, INDArray[] labels, BatchOrder order, int batchSize,
                  int workers, int averaging, long seed, Augmentation augmentation) {
        this.shares = new Shares(features, labels, order, batchSize, workers, seed, augmentation);
        this.averaging = averaging;
    }

    /** How many rounds an epoch has. */
    public int batches() {
        return shares.rounds();
    }

    /** Rounds done in the epoch under way, 0 between two epochs. */
    public synchronized int done() {
        return done;
    }

    /** True once a score was NaN or infinite. */
    public synchronized boolean diverged() {
        return diverged;
    }

    /** What the wrapper's counter must be for its means to fall together with an epoch's end. */
    public synchronized long phase() {
        return Math.floorMod(done - batches(), averaging);
    }

    /**
     * Begins the next epoch.
     *
     * @param scores direct, room for one float64 a round; filled as the epoch goes on
     * @param first  the round to begin with, 0 unless an earlier process has trained those before
     */
    public synchronized void startEpoch(ByteBuffer scores, int first) {
        this.scores = scores.order(ByteOrder.nativeOrder()).asDoubleBuffer();
        this.scores.position(first);
        done = first;
        dealt = 0;
        shares.startEpoch();
    }

    /** Ends the epoch. */
    public synchronized void endEpoch() {
        done = 0;
    }

    /**
     * Lets the workers train until the time is up, then to the next mean; or until the epoch is
     * over or a score is no number.
     *
     * @return rounds done in this epoch
     * @throws Throwable what a worker has thrown
     */
    public synchronized int run(long nanos) throws Throwable {
        until = System.nanoTime() + nanos;
        begun = done;
        going = true;
        notifyAll();
        while (going && failure == null) {
            wait();
        }
        if (failure != null) {
            throw failure;
        }
        return done;
    }

    /** Has the wrapper end its epoch where it waits; nothing comes after. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether a thread of the wrapper has ended before its time. */
    public synchronized boolean failed() {
        return failure != null;
    }

    /** Takes note of why a thread of the wrapper ended; the first reason counts. */
    @Override
    public synchronized void uncaughtException(Thread thread, Throwable error) {
        Throwable cause = error;
        // The wrapper puts one around what a network throws, or two.
        while (cause.getClass() == RuntimeException.class && cause.getCause() != null) {
            cause = cause.getCause();
        }
        failure = failure == null ? cause : failure;
        shares.release();
        notifyAll();
    }

    /** Hears the score of one worker's batch; truncated backpropagation has several of them. */
    @Override
    public synchronized void iterationDone(Model network, int iteration, int epoch) {
        heard.add(network.score());
    }

    /** Whether the wrapper is to ask for another batch; asked between two rounds, it may wait. */
    synchronized boolean hasNext() {
        // A full round is asked about twice: when it has been dealt, and when it is done.
        if (dealt > 0 && (dealt < shares.workers() || heard.size() < dealt)) {
            return true;
        }
        if (dealt > 0) {
            finish();
        }
        if (done == batches() || diverged) {
            going = false;
            notifyAll();
            return false;
        }
        pause();
        return !stopped;
    }

    /** The next batch of the round. */
    synchronized Shares.Batch next() {
        boolean fresh = shares.isFirst() || phase() == 0;
        return shares.deal(done, dealt++, fresh);
    }

    private void finish() {
        // In an order that does not depend on which worker was first, for the last bit's sake.
        Collections.sort(heard);
        double score = heard.stream().mapToDouble(Double::doubleValue).sum() / heard.size();
        heard.clear();
        scores.put(done++, score);
        diverged = Double.isNaN(score) || Double.isInfinite(score);
        dealt = 0;
    }

    /** Waits for the caller where all workers have the same parameters. */
    private void pause() {
        // Making the workers may take longer than the caller waits; there is nothing to see then.
        if (done > begun && phase() == 0 && System.nanoTime() - until >= 0) {
            going = false;
            notifyAll();
        }
        try {
            while (!going && !stopped) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }
}
