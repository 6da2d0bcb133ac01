package dl4jbridge.team;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamTest {

    @AfterEach
    void alone() {
        Team.resize(1);
    }

    @Test
    void everyTaskIsDoneOnceInEveryRound() throws InterruptedException {
        Team.resize(3);
        int[] done = new int[7];
        for (int round = 0; round < 2000; round++) {
            Team.run(done.length, i -> done[i]++);
            if (round % 500 == 0) {
                Thread.sleep(2);  // long enough to fall asleep
            }
        }
        int[] expected = {2000, 2000, 2000, 2000, 2000, 2000, 2000};
        assertArrayEquals(expected, done);
    }

    @Test
    void tasksRunAtTheSameTime() {
        Team.resize(3);
        CountDownLatch all = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Team.run(3, i -> {
            threads.add(Thread.currentThread());
            all.countDown();
            try {
                assertEquals(true, all.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        assertEquals(3, threads.size());
    }

    @Test
    void whoIsHeldUpLeavesTheRestToTheOthers() {
        Team.resize(2);
        CountDownLatch rest = new CountDownLatch(9);
        int[] byThread = new int[2];
        int[] held = {-1};
        Team.run(10, (task, thread) -> {
            byThread[thread]++;
            if (task > 0) {
                rest.countDown();
                return;
            }
            held[0] = thread;
            try {
                assertEquals(true, rest.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        assertEquals(1, byThread[held[0]]);
        assertEquals(9, byThread[1 - held[0]]);
    }

    @Test
    void whatATaskThrowsReachesTheCallerAndTheTeamGoesOn() {
        Team.resize(2);
        for (int bad : new int[] {0, 1}) {
            assertThrows(ArithmeticException.class, () -> Team.run(2, i -> {
                if (i == bad) {
                    throw new ArithmeticException();
                }
            }));
        }
        int[] done = new int[2];
        Team.run(2, i -> done[i]++);
        assertArrayEquals(new int[] {1, 1}, done);
    }

    @Test
    void theSizeCanChange() {
        for (int size : new int[] {4, 1, 2, 3}) {
            Team.resize(size);
            assertEquals(size, Team.size());
            int[] done = new int[5];
            Team.run(5, i -> done[i]++);
            assertArrayEquals(new int[] {1, 1, 1, 1, 1}, done);
        }
    }
}
