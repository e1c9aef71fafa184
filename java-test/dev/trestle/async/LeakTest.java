package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class LeakTest {
    private static final int MILLION = 1_000_000;
    private static final long SLACK = 4L << 20;

    private final Channel<byte[]> rendezvous = Channel.rendezvous();

    @Test
    void timedOutTakes_leaveTheHeapAsItWas() throws Exception {
        long before = heap();

        for (int i = 0; i < MILLION; i++) {
            rendezvous.take(Duration.ofNanos(1));
        }

        assertThat(heap() - before).isLessThan(SLACK);
        assertThat(Waiting.count(rendezvous, "take-count")).isZero();
    }

    @Test
    void cancelledTakes_leaveTheHeapAsItWas() {
        long before = heap();

        for (int i = 0; i < MILLION; i++) {
            rendezvous.takeAsync().cancel(false);
        }

        assertThat(heap() - before).isLessThan(SLACK);
        assertThat(Waiting.count(rendezvous, "take-count")).isZero();
    }

    @Test
    void withdrawnPuts_letGoOfTheirValues() throws Exception {
        long before = heap();

        for (int i = 0; i < 1000; i++) {
            rendezvous.put(new byte[MILLION], Duration.ofNanos(1));
            rendezvous.putAsync(new byte[MILLION]).cancel(false);
        }

        assertThat(heap() - before).isLessThan(SLACK);
        assertThat(Waiting.count(rendezvous, "put-count")).isZero();
    }

    @Test
    void pairs_leaveTheHeapAsItWas() throws Exception {
        Channel<Integer> buffered = Channel.buffered(16);
        long before = heap();

        for (int i = 0; i < 10 * MILLION; i++) {
            buffered.put(i);
            buffered.take();
        }

        assertThat(heap() - before).isLessThan(SLACK);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreads_blockByTheHundredThousand() throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        int count = 100_000;
        List<Channel<Integer>> channels = new ArrayList<>();
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            Channel<Integer> channel = Channel.rendezvous();
            channels.add(channel);
            Runnable body = () -> {
                try {
                    taken.addAndGet(channel.take());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    ended.countDown();
                }
            };
            start.invoke(null, body);
        }
        for (Channel<Integer> channel : channels) {
            Waiting.takes(channel, 1);
        }

        assertThat(heap()).isLessThan(1L << 30);

        for (Channel<Integer> channel : channels) {
            assertThat(channel.offer(1)).isEqualTo(Put.ACCEPTED);
        }
        ended.await();
        assertThat(taken.get()).isEqualTo(count);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
