package dl4jbridge.train;

import java.util.concurrent.CountDownLatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which rows each of several workers gets in a round.
 *
 * <p>A batch is gathered by the worker's own thread: at the same time as the others', and on the
 * worker's own card.
 */
final class Shares {

    private final BatchOrder order;
    private final int batchSize;
    private final int workers;
    private final long seed;
    private final Rows[][] features;
    private final Rows[][] labels;
    private CountDownLatch ready;

    Shares(INDArray[] features, INDArray[] labels, BatchOrder order, int batchSize, int workers,
           long seed, Augmentation augmentation) {
        this.order = order;
        this.batchSize = batchSize;
        this.workers = workers;
        this.seed = seed;
        this.features = new Rows[workers][];
        this.labels = new Rows[workers][];
        for (int worker = 0; worker < workers; worker++) {
            this.features[worker] = rows(features, augmentation);
            this.labels[worker] = rows(labels, null);
        }
    }

    int workers() {
        return workers;
    }

    /** Rounds of an epoch; too few rows for a round of their own join the last one. */
    int rounds() {
        long full = (long) workers * batchSize;
        return (int) Math.max(1, (order.size() - workers + full) / full);
    }

    /** Begins an epoch, with workers that are made anew. */
    void startEpoch() {
        order.nextEpoch();
        ready = new CountDownLatch(workers);
    }

    /** Whether a worker of this epoch is still to get its first batch. */
    boolean isFirst() {
        return ready.getCount() > 0;
    }

    /** Lets go of those who wait for others that will never come. */
    void release() {
        while (ready.getCount() > 0) {
            ready.countDown();
        }
    }

    /**
     * One worker's batch.
     *
     * @param fresh the worker draws from a generator set anew, so that what it draws depends on
     *              its place alone
     */
    Batch deal(int round, int worker, boolean fresh) {
        long start = (long) round * workers * batchSize;
        long end = round == rounds() - 1 ? order.size() : start + (long) workers * batchSize;
        int from = (int) (start + worker * (end - start) / workers);
        int to = (int) (start + (worker + 1) * (end - start) / workers);
        return new Batch(round, worker, from, to, fresh);
    }

    private static Rows[] rows(INDArray[] arrays, Augmentation augmentation) {
        Rows[] rows = new Rows[arrays.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Rows(arrays[i], augmentation);
        }
        return rows;
    }

    /** Rows that are still to be gathered. */
    final class Batch {
        private final int round;
        private final int worker;
        private final int from;
        private final int to;
        private final boolean fresh;
        private final CountDownLatch all = ready;

        Batch(int round, int worker, int from, int to, boolean fresh) {
            this.round = round;
            this.worker = worker;
            this.from = from;
            this.to = to;
            this.fresh = fresh;
        }

        /** The features; called first, by the worker's thread. */
        INDArray[] features() {
            if (fresh) {
                long place = ((long) order.epoch() * rounds() + round) * workers + worker;
                Nd4j.getRandom().setSeed(Augmentation.mixed(Augmentation.mixed(seed) + place));
                awaitAll();
            }
            return gathered(features[worker]);
        }

        INDArray[] labels() {
            return gathered(labels[worker]);
        }

        /** The wrapper copies the network for a worker while another might train it already. */
        private void awaitAll() {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("training was interrupted", interrupted);
            }
        }

        private INDArray[] gathered(Rows[] arrays) {
            INDArray[] batch = new INDArray[arrays.length];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = arrays[i].batch(order, from, to);
            }
            return batch;
        }
    }
}
