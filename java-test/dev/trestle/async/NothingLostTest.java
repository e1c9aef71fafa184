package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Puts and takes in every way at once, while threads are interrupted, times run out, futures are cancelled and channels
 * closed at random; then compares what the puts said with what came out, value by value.
 *
 * <p>{@code -Dtrestle.stress=20} does twenty times as much.
 */
class NothingLostTest {
    private static final int SCALE = Integer.getInteger("trestle.stress", 1);
    private static final int VALUES = 250_000 * SCALE;
    private static final int ROUNDS = 150 * SCALE;
    private static final Duration BRIEF = Duration.ofNanos(20_000);
    private static final Duration LIMIT = Duration.ofMinutes(2L * SCALE);

    /** 0 is a rendezvous. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16})
    void everyAcceptedValue_comesOutOnce(int capacity) throws Exception {
        Books books = new Books(VALUES);
        Channel<Integer> channel = channel(capacity);
        Crowd crowd = new Crowd(books);
        for (int i = 0; i < 4; i++) {
            crowd.put(channel);
            crowd.take(channel);
        }

        crowd.interruptUntil(() -> crowd.putters.forEach(NothingLostTest::join));
        channel.close();
        crowd.takers.forEach(NothingLostTest::join);

        books.check();
        assertThat(books.accepted()).isGreaterThan(VALUES / 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void closedAtRandom_everyAcceptedValue_comesOutOnce(int capacity) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Books books = new Books(20_000);
            Channel<Integer> channel = channel(capacity);
            Crowd crowd = new Crowd(books);
            for (int i = 0; i < 2; i++) {
                crowd.put(channel);
                crowd.take(channel);
            }
            int before = ThreadLocalRandom.current().nextInt(300);
            while (books.started() < before) {
                Thread.onSpinWait();
            }

            channel.close();

            crowd.putters.forEach(NothingLostTest::join);
            crowd.takers.forEach(NothingLostTest::join);
            books.check();
        }
    }

    private static Channel<Integer> channel(int capacity) {
        return capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
    }

    private static void join(Running running) {
        try {
            running.join(LIMIT);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** What was put and what was taken. */
    private static final class Books {
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicIntegerArray accepted;
        private final AtomicIntegerArray taken;

        Books(int values) {
            accepted = new AtomicIntegerArray(values);
            taken = new AtomicIntegerArray(values);
        }

        int started() {
            return next.get();
        }

        /** The next value, or -1 when all are used up. */
        int draw() {
            int value = next.getAndIncrement();
            return value < accepted.length() ? value : -1;
        }

        void check() {
            for (int i = 0; i < Math.min(next.get(), accepted.length()); i++) {
                if (accepted.get(i) != taken.get(i)) {
                    throw new AssertionError("value " + i + " was accepted " + accepted.get(i) + " times and taken "
                            + taken.get(i) + " times");
                }
            }
        }

        int accepted() {
            int sum = 0;
            for (int i = 0; i < accepted.length(); i++) {
                sum += accepted.get(i);
            }
            return sum;
        }
    }

    /** Putters that never put a value twice, whatever happened to it, and takers that end when the channel is drained. */
    private static final class Crowd {
        final List<Running> putters = new ArrayList<>();
        final List<Running> takers = new ArrayList<>();
        private final Books books;

        Crowd(Books books) {
            this.books = books;
        }

        void put(Channel<Integer> channel) {
            putters.add(Running.start(() -> {
                int value = books.draw();
                while (value >= 0) {
                    Put outcome = putSomehow(channel, value);
                    if (outcome == Put.ACCEPTED) {
                        books.accepted.incrementAndGet(value);
                    } else if (outcome == Put.CLOSED) {
                        return;
                    }
                    value = books.draw();
                }
            }));
        }

        void take(Channel<Integer> channel) {
            takers.add(Running.start(() -> {
                while (true) {
                    Taken<Integer> outcome = takeSomehow(channel);
                    if (outcome instanceof Taken.Value<Integer> value) {
                        books.taken.incrementAndGet(value.value());
                    } else if (outcome.isClosed()) {
                        return;
                    }
                }
            }));
        }

        void interruptUntil(Runnable over) throws Exception {
            AtomicBoolean done = new AtomicBoolean();
            Running storm = Running.start(() -> {
                List<Running> all = new ArrayList<>(putters);
                all.addAll(takers);
                while (!done.get()) {
                    all.get(ThreadLocalRandom.current().nextInt(all.size())).interrupt();
                    for (int i = 0; i < 5000; i++) {
                        Thread.onSpinWait();
                    }
                }
            });
            over.run();
            done.set(true);
            storm.join();
        }

        private static Put putSomehow(Channel<Integer> channel, int value) {
            try {
                return switch (ThreadLocalRandom.current().nextInt(5)) {
                    case 0 -> Put.of(channel.put(value));
                    case 1 -> channel.put(value, BRIEF);
                    case 2 -> channel.offer(value);
                    case 3 -> Put.of(settled(channel.putAsync(value)));
                    default -> {
                        CompletableFuture<Boolean> put = channel.putAsync(value);
                        yield put.cancel(true) ? Put.TIMED_OUT : Put.of(settled(put));
                    }
                };
            } catch (InterruptedException e) {
                return Put.TIMED_OUT;
            }
        }

        private static Taken<Integer> takeSomehow(Channel<Integer> channel) {
            try {
                return switch (ThreadLocalRandom.current().nextInt(5)) {
                    case 0 -> taken(channel.take());
                    case 1 -> channel.take(BRIEF);
                    case 2 -> channel.poll();
                    case 3 -> taken(settled(channel.takeAsync()));
                    default -> {
                        CompletableFuture<Integer> take = channel.takeAsync();
                        yield take.cancel(true) ? new Taken.TimedOut<>() : taken(settled(take));
                    }
                };
            } catch (InterruptedException e) {
                return new Taken.TimedOut<>();
            }
        }

        private static Taken<Integer> taken(Integer value) {
            return value == null ? new Taken.Closed<>(null) : new Taken.Value<>(value);
        }

        /** Waits without being disturbed: the future, unlike the thread, was not interrupted. */
        private static <V> V settled(CompletableFuture<V> future) {
            return future.join();
        }
    }
}
