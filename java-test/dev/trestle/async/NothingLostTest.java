package dev.trestle.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Puts and takes in every way at once, on channels of every kind, while threads are interrupted, times run out, futures are
 * cancelled and channels closed at random; then compares what the puts said with what came out, value by value.
 *
 * <p>{@code -Dtrestle.stress=20} does twenty times as much.
 */
@Timeout(7200) // that of a method would end a long run
class NothingLostTest {
    private static final int STRESS = Integer.getInteger("trestle.stress", 1);
    private static final int VALUES = 1_000_000;
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @EnumSource
    void everyAcceptedValue_comesOutOnce_orIsReported(Kind kind) throws Exception {
        for (int round = 0; round < STRESS; round++) {
            Books books = new Books(VALUES);
            Transduced<Integer, Integer> ends = kind.make(books);
            Crowd crowd = new Crowd(kind, books);
            crowd.on(ends, 4);

            crowd.interruptWhilePutting();
            ends.in().close();
            crowd.joinTakers();

            books.check(kind.times());
            assertThat(books.accepted()).isGreaterThan(VALUES / 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedAtRandom_everyAcceptedValue_comesOutOnce_orIsReported(Kind kind) throws Exception {
        for (int round = 0; round < ROUNDS * STRESS; round++) {
            Books books = new Books(20_000);
            Transduced<Integer, Integer> ends = kind.make(books);
            Crowd crowd = new Crowd(kind, books);
            crowd.on(ends, 2);
            int before = ThreadLocalRandom.current().nextInt(300);
            while (books.started() < before) {
                Thread.onSpinWait();
            }

            ends.in().close();

            crowd.joinPutters();
            crowd.joinTakers();
            books.check(kind.times());
        }
    }

    /** It accepts every value and keeps one: nobody may ever see another. */
    @Test
    void promise_givesOneAcceptedValue_toEveryTake() throws Exception {
        for (int round = 0; round < 100 * STRESS; round++) {
            onePromise();
        }
    }

    private static void onePromise() throws Exception {
        Channel<Integer> promise = Channel.promise();
        Set<Integer> put = ConcurrentHashMap.newKeySet();
        Set<Integer> taken = ConcurrentHashMap.newKeySet();
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int value = i;
            all.add(Running.start(() -> {
                try {
                    if (promise.put(value)) {
                        put.add(value);
                    }
                } catch (InterruptedException e) {
                    // not put
                }
            }));
            all.add(Running.start(() -> {
                try {
                    taken.add(promise.take());
                } catch (InterruptedException e) {
                    // not taken
                }
            }));
            all.add(Running.start(
                    () -> promise.takeAsync().thenAccept(taken::add).join()));
        }
        all.get(ThreadLocalRandom.current().nextInt(all.size())).interrupt();
        promise.put(3);
        put.add(3);

        for (Running one : all) {
            one.join();
        }

        taken.add(promise.take());
        assertThat(taken).hasSize(1);
        assertThat(put).containsAll(taken);
    }
}
