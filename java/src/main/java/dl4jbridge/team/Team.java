package dl4jbridge.team;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that share out pieces of work, thousands of times a second.
 *
 * <p>One team for the whole process; the calling thread is one of it. Between two pieces of work
 * its threads wait awake for a moment, then asleep.
 */
public final class Team {

    // Longer than what one thread does alone within an iteration.
    private static final long AWAKE_NANOS = 100_000;
    private static final int SPINS_A_LOOK = 64;

    private static Team team = new Team(Integer.getInteger("dl4jbridge.threads", 1));

    private final Worker[] workers;
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private IntConsumer task;
    private int tasks;
    private volatile int round;

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

    /**
     * Runs tasks 0 to {@code tasks} - 1, at the same time if there are that many threads, and
     * waits for all of them. Of n threads, one makes tasks i, i + n, i + 2 n ... in this order.
     * Tasks must not call this themselves.
     */
    public static synchronized void run(int tasks, IntConsumer task) {
        if (tasks == 1 || team.workers.length == 0) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
        } else {
            team.share(tasks, task);
        }
    }

    private void share(int tasks, IntConsumer task) {
        this.task = task;
        this.tasks = tasks;
        failure.set(null);
        missing.set(workers.length);
        round++;
        for (Worker worker : workers) {
            if (worker.asleep) {
                LockSupport.unpark(worker);
            }
        }
        work(0);
        for (int spins = 1; missing.get() > 0; spins++) {
            // On a busy machine another thread of the team may wait for this one's core.
            if (spins % SPINS_A_LOOK == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        rethrow(failure.get());
    }

    private void work(int first) {
        try {
            for (int i = first; i < tasks; i += workers.length + 1) {
                task.accept(i);
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
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
        task = null;
        round++;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
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
            int done = 0;
            while (true) {
                await(done);
                done++;
                if (task == null) {
                    return;
                }
                work(number);
                missing.decrementAndGet();
            }
        }

        private void await(int done) {
            long since = System.nanoTime();
            for (int spins = 1; round == done; spins++) {
                if (spins % SPINS_A_LOOK != 0) {
                    Thread.onSpinWait();
                } else if (System.nanoTime() - since > AWAKE_NANOS) {
                    asleep = true;
                    // Looked at again, since the round may have begun before it was seen asleep.
                    while (round == done) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                }
            }
        }
    }
}
