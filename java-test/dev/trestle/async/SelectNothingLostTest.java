package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several threads choose between channels of all kinds, some to put and some to take, while they are interrupted, time out and
 * the channels are closed. Each value that was accepted comes out once, or is reported; each other one is known to its putter.
 *
 * <p>{@code -Dtrestle.stress=20} does twenty times as much.
 */
@Timeout(7200) // that of a method would end a long run
class SelectNothingLostTest {
    private static final int STRESS = Integer.getInteger("trestle.stress", 1);
    private static final int VALUES = 1_000_000;
    private static final int THREADS = 3;
    private static final List<Kind> KINDS = List.of(
            Kind.RENDEZVOUS,
            Kind.FIXED_1,
            Kind.FIXED_16,
            Kind.RENDEZVOUS,
            Kind.FIXED_2_COUNTED,
            Kind.DROPPING,
            Kind.SLIDING,
            Kind.MAPPED,
            Kind.FILTERED,
            Kind.ADOPTED);

    /** A channel of a kind, whose values go into the books. */
    private record Place(Kind kind, Transduced<Integer, Integer> ends, Books books) {
        boolean taken(Integer value) {
            if (value != null) {
                books.out(kind.original(value));
            }
            return value != null;
        }
    }

    @Test
    void nothingIsLost() throws Exception {
        for (int round = 0; round < STRESS; round++) {
            round(new Books(VALUES), false);
        }
    }

    @Test
    void closedAtRandom_nothingIsLost() throws Exception {
        for (int round = 0; round < 20 * STRESS; round++) {
            round(new Books(2_000), true);
        }
    }

    private static void round(Books books, boolean closeEarly) throws Exception {
        List<Place> places = KINDS.stream()
                .map(kind -> new Place(kind, kind.make(books), books))
                .toList();
        AtomicBoolean done = new AtomicBoolean();
        List<Running> putters = new ArrayList<>();
        List<Running> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            putters.add(Running.start(() -> put(places, books)));
            takers.add(Running.start(() -> take(places)));
        }
        Running storm = Running.start(() -> storm(putters, takers, done));
        if (closeEarly) {
            for (Place place : places) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(100_000));
                place.ends.in().close();
            }
        }

        for (Running putter : putters) {
            putter.join(Duration.ofSeconds(300));
        }
        done.set(true);
        storm.join();
        for (Place place : places) {
            place.ends.in().close();
        }
        for (Running taker : takers) {
            taker.join(Duration.ofSeconds(60));
        }

        books.check(1);
        if (!closeEarly) {
            assertThat(books.accepted()).as("values that got through").isGreaterThan(VALUES / 2);
        }
        for (Place place : places) {
            Channel<Integer> channel = Channel.wrap(place.ends.in().unwrap());
            assertThat(Waiting.count(channel, "take-count")).isZero();
            assertThat(Waiting.count(channel, "put-count")).isZero();
        }
    }

    /** Offers the next number to two channels at once; a third is taken from, so that puts and takes share a choice. */
    private static void put(List<Place> places, Books books) {
        for (int value = books.draw(); value >= 0; value = books.draw()) {
            int number = value;
            int first = ThreadLocalRandom.current().nextInt(places.size());
            Place one = places.get(first);
            Place two = places.get((first + 1) % places.size());
            Place other = places.get((first + 2) % places.size());
            try {
                Select.<Boolean>builder()
                        .put(one.ends.in(), number, ok -> accepted(books, number, ok))
                        .put(two.ends.in(), number, ok -> accepted(books, number, ok))
                        .take(other.ends.out(), other::taken)
                        .timeout(Duration.ofNanos(ThreadLocalRandom.current().nextInt(2_000_000)), () -> false)
                        .select();
            } catch (InterruptedException e) {
                // the value was not put, and nothing was taken
            }
        }
    }

    private static boolean accepted(Books books, int value, boolean ok) {
        if (ok) {
            books.accepted(value);
        }
        return ok;
    }

    private static void take(List<Place> places) {
        AtomicInteger open = new AtomicInteger();
        do {
            open.set(0);
            Select.Builder<Boolean> select = Select.builder();
            for (Place place : places) {
                select.take(place.ends.out(), place::taken).when(() -> {
                    boolean live = !place.ends.in().isClosed();
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
        for (Place place : places) {
            List<Integer> left = new ArrayList<>();
            place.ends.out().drainTo(left, Integer.MAX_VALUE);
            left.forEach(place::taken);
        }
    }

    private static void storm(List<Running> putters, List<Running> takers, AtomicBoolean done) {
        while (!done.get()) {
            int victim = ThreadLocalRandom.current().nextInt(THREADS);
            (ThreadLocalRandom.current().nextBoolean() ? putters : takers)
                    .get(victim)
                    .interrupt();
            LockSupport.parkNanos(50_000);
        }
    }
}
