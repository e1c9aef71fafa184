package dev.trestle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class WaiterTest {
    private static final int WAITERS = 1000;
    private static final int ROUNDS = 300;

    @Test
    void commitAndWithdraw_exactlyOneWins() throws Exception {
        int withdrawals = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Waiter[] waiters = waiters();
            boolean[] committed = new boolean[WAITERS];
            boolean[] withdrawn = new boolean[WAITERS];
            CyclicBarrier start = new CyclicBarrier(2);
            FutureTask<Void> channel = new FutureTask<>(() -> {
                start.await();
                for (int i = 0; i < WAITERS; i++) {
                    committed[i] = commit(waiters[i]);
                }
                return null;
            });
            new Thread(channel).start();
            start.await();
            for (int i = 0; i < WAITERS; i++) {
                withdrawn[i] = waiters[i].withdraw();
            }
            channel.get();

            for (int i = 0; i < WAITERS; i++) {
                assertThat(committed[i]).as("waiter %d", i).isNotEqualTo(withdrawn[i]);
                withdrawals += withdrawn[i] ? 1 : 0;
            }
        }
        assertThat(withdrawals).as("both must win at times").isBetween(1, WAITERS * ROUNDS - 1);
    }

    @Test
    void withdrawn_isForGood() {
        Waiter waiter = new Silent();

        assertThat(waiter.isActive()).isTrue();
        assertThat(waiter.withdraw()).isTrue();
        assertThat(waiter.withdraw()).isTrue();

        assertThat(commit(waiter)).isFalse();
        assertThat(waiter.isActive()).isFalse();
        assertThat(waiter.isDelivered()).isFalse();
    }

    @Test
    void committed_isForGood() {
        Waiter waiter = new Silent();

        assertThat(commit(waiter)).isTrue();
        assertThat(waiter.withdraw()).isFalse();
        assertThat(commit(waiter)).isFalse();

        waiter.invoke("value");
        assertThat(waiter.withdraw()).isFalse();
        assertThat(waiter.isDelivered()).isTrue();
        assertThat(waiter.outcome()).isEqualTo("value");
    }

    /** As core.async does it. */
    private static boolean commit(Waiter waiter) {
        waiter.lock();
        boolean active = waiter.isActive();
        if (active) {
            waiter.commit();
        }
        waiter.unlock();
        return active;
    }

    private static Waiter[] waiters() {
        Waiter[] waiters = new Waiter[WAITERS];
        for (int i = 0; i < WAITERS; i++) {
            waiters[i] = new Silent();
        }
        return waiters;
    }

    private static final class Silent extends Waiter {
        @Override
        protected void delivered(Object value) {}
    }
}
