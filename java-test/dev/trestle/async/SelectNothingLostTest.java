package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several threads choose between all the channels, some to put and some to take, while they are interrupted, time out and the
 * channels are closed. Each value that was accepted comes out once; each other one is known to its putter.
 */
class SelectNothingLostTest {
    private static final int VALUES = 60_000 * Integer.getInteger("trestle.stress", 1);
    private static final int THREADS = 3;

    private final AtomicIntegerArray accepted = new AtomicIntegerArray(VALUES);
    private final AtomicIntegerArray received = new AtomicIntegerArray(VALUES);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    private static List<Channel<Integer>> channels() {
        return List.of(
                Channel.rendezvous(),
                Channel.buffered(1),
                Channel.buffered(16),
                Channel.rendezvous(),
                Channel.create(Buffer.fixed(2).counted()));
    }

    @Test
    @Timeout(600)
    void nothingIsLost() throws Exception {
        List<Channel<Integer>> channels = channels();
        List<Running> putters = new ArrayList<>();
        List<Running> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            putters.add(Running.start(() -> put(channels)));
            takers.add(Running.start(() -> take(channels)));
        }
        Running storm = Running.start(() -> storm(putters, takers));

        for (Running putter : putters) {
            putter.join(Duration.ofSeconds(300));
        }
        done.set(true);
        storm.join();
        for (Channel<Integer> channel : channels) {
            channel.close();
        }
        for (Running taker : takers) {
            taker.join(Duration.ofSeconds(60));
        }

        for (int i = 0; i < VALUES; i++) {
            assertThat(received.get(i)).as("value %s", i).isEqualTo(accepted.get(i));
        }
        int total = 0;
        for (int i = 0; i < VALUES; i++) {
            total += accepted.get(i);
        }
        assertThat(total).as("values that got through").isGreaterThan(VALUES / 2);
        for (Channel<Integer> channel : channels) {
            assertThat(Waiting.count(channel, "take-count")).isZero();
            assertThat(Waiting.count(channel, "put-count")).isZero();
        }
    }

    /** Offers the next number to two channels at once; a third is taken from, so that puts and takes share a choice. */
    private void put(List<Channel<Integer>> channels) {
        for (int value = next.getAndIncrement(); value < VALUES; value = next.getAndIncrement()) {
            int number = value;
            int first = ThreadLocalRandom.current().nextInt(channels.size());
            Channel<Integer> one = channels.get(first);
            Channel<Integer> two = channels.get((first + 1) % channels.size());
            Channel<Integer> other = channels.get((first + 2) % channels.size());
            try {
                Select.<Boolean>builder()
                        .put(one, number, ok -> ok && accept(number))
                        .put(two, number, ok -> ok && accept(number))
                        .take(other, taken -> taken != null && receive(taken))
                        .timeout(Duration.ofNanos(ThreadLocalRandom.current().nextInt(2_000_000)), () -> false)
                        .select();
            } catch (InterruptedException e) {
                // the value was not put, and nothing was taken
            }
        }
    }

    private void take(List<Channel<Integer>> channels) {
        AtomicInteger open = new AtomicInteger();
        do {
            open.set(0);
            Select.Builder<Boolean> select = Select.builder();
            for (Channel<Integer> channel : channels) {
                select.take(channel, taken -> taken != null && receive(taken)).when(() -> {
                    boolean live = !channel.isClosed();
                    if (live) {
                        open.incrementAndGet();
                    }
                    return live;
                });
            }
            select.timeout(Duration.ofMillis(5), () -> false);
            try {
                select.select();
            } catch (InterruptedException e) {
                open.incrementAndGet();
            }
        } while (open.get() > 0);
        Thread.interrupted();
        for (Channel<Integer> channel : channels) {
            List<Integer> left = new ArrayList<>();
            channel.drainTo(left, Integer.MAX_VALUE);
            left.forEach(this::receive);
        }
    }

    private void storm(List<Running> putters, List<Running> takers) {
        while (!done.get()) {
            int victim = ThreadLocalRandom.current().nextInt(THREADS);
            (ThreadLocalRandom.current().nextBoolean() ? putters : takers)
                    .get(victim)
                    .interrupt();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000);
        }
    }

    private boolean accept(int value) {
        accepted.incrementAndGet(value);
        return true;
    }

    private boolean receive(int value) {
        received.incrementAndGet(value);
        return true;
    }
}
