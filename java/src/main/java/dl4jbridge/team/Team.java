package dl4jbridge.team;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that share out pieces of work, thousands of times a second.
 *
 * <p>One team for the whole process; the calling thread is one of it. Whoever is free takes the
 * next task, so a thread that gets no core for a while is not waited for, unless in mid-task.
 * Between two pieces of work its threads wait awake for a moment, then asleep.
 */
public final class Team {

    // Longer than what one thread does alone within an iteration.
    private static final long AWAKE_NANOS = 100_000;
    private static final int SPINS_A_LOOK = 64;

    private static Team team = new Team(Integer.getInteger("dl4jbridge.threads", 1));

    private final Worker[] workers;
    private volatile Round round;

    private Team(int size) {
        workers = new Worker[size - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** How many threads there are. */
    public static synchronized int size() {
        return team.workers.length + 1;
    }

    /** Changes the number of threads. */
    public static synchronized void resize(int size) {
        if (size != size()) {
            team.dismiss();
            team = new Team(size);
        }
    }

    /** A piece of work in tasks. */
    @FunctionalInterface
    public interface Work {
        /**
         * Makes one of the tasks.
         *
         * @param thread whose turn it is, from 0 to {@link #size} - 1; makes one task at a time
         */
        void make(int task, int thread);
    }

    /**
     * Runs tasks 0 to {@code tasks} - 1, at the same time if there are that many threads, and
     * waits for all of them. Tasks must not call this themselves.
     */
    public static void run(int tasks, IntConsumer task) {
        run(tasks, (i, thread) -> task.accept(i));
    }

    /** The same for tasks that need to know whose turn it is. */
    public static synchronized void run(int tasks, Work work) {
        if (tasks == 1 || team.workers.length == 0) {
            for (int i = 0; i < tasks; i++) {
                work.make(i, 0);
            }
        } else {
            team.share(new Round(tasks, work));
        }
    }

    private void share(Round round) {
        this.round = round;
        wake(round.tasks - 1);
        round.join(0);
        for (int spins = 1; round.missing.get() > 0; spins++) {
            // On a busy machine another thread of the team may wait for this one's core.
            if (spins % SPINS_A_LOOK == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        rethrow(round.failure.get());
    }

    /** Sees to it that so many workers are awake, as far as there are so many. */
    private void wake(int wanted) {
        int asleep = 0;
        for (Worker worker : workers) {
            asleep += worker.asleep ? 1 : 0;
        }
        int more = wanted - (workers.length - asleep);
        for (int i = 0; i < workers.length && more > 0; i++) {
            if (workers[i].asleep) {
                LockSupport.unpark(workers[i]);
                more--;
            }
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    private void dismiss() {
        round = Round.LAST;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    /** A piece of work on its way. */
    private static final class Round {

        static final Round LAST = new Round(0, null);

        final int tasks;
        final AtomicInteger missing;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Work work;
        private final AtomicInteger next = new AtomicInteger();

        Round(int tasks, Work work) {
            this.tasks = tasks;
            this.work = work;
            this.missing = new AtomicInteger(tasks);
        }

        /** Takes tasks until none is left. */
        void join(int thread) {
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                try {
                    work.make(task, thread);
                } catch (RuntimeException | Error thrown) {
                    failure.compareAndSet(null, thrown);
                } finally {
                    missing.decrementAndGet();
                }
            }
        }
    }

    private final class Worker extends Thread {

        private final int number;
        private volatile boolean asleep;

        Worker(int number) {
            super("dl4j-bridge team " + number);
            this.number = number;
            setDaemon(true);
        }

        @Override
        public void run() {
            for (Round last = null; last != Round.LAST; ) {
                last = await(last);
                last.join(number);
            }
        }

        /** Waits for another round than the last. */
        private Round await(Round last) {
            long since = System.nanoTime();
            for (int spins = 1; round == last; spins++) {
                if (spins % SPINS_A_LOOK != 0) {
                    Thread.onSpinWait();
                } else if (System.nanoTime() - since > AWAKE_NANOS) {
                    asleep = true;
                    // Looked at again, since the round may have begun before it was seen asleep.
                    while (round == last) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                }
            }
            return round;
        }
    }
}
