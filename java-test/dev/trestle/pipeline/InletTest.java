package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ends of a boundary, each on a thread: what the consumer leaves and the producer adds at the same time is found. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InletTest {
    private static final int LARGE = 256;

    private static final class Nowhere extends Segment {
        Nowhere() {
            super(new Run<>("test", "", Clock.SYSTEM, List.of()));
        }

        @Override
        void start() {}

        @Override
        void outletRefuses() {}
    }

    private final Segment segment = new Nowhere();
    private final Boundary boundary = Boundary.ofChunks();
    private final Inlet inlet = new Inlet(boundary, segment, () -> {});

    @Test
    void itemThatIsSeenLate_isTakenWithoutAnother() {
        // given: a chunk that the consumer has left
        Chunk chunk = new Chunk(LARGE, false, null);
        boundary.put(chunk, segment);
        CompletableFuture<Object> taken = CompletableFuture.supplyAsync(inlet::take);
        await().until(chunk::isLeft);
        // when: the producer adds, and has not seen that, since the store of either is still on its way
        boolean unused = chunk.add("late");
        // then
        assertThat(taken).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("late");
    }

    @Test
    void itemsThatAreLeftBehind_areCountedInTheEnd() {
        Outlet outlet = new Outlet(boundary, segment);
        for (int i = 0; i < 100; i++) {
            assertThat(outlet.emit(i)).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(inlet.take()).isEqualTo(i);
        }

        assertThat(inlet.refuse()).isZero();

        int accepted = 100;
        while (outlet.emit("more")) {
            accepted++;
        }
        assertThat(boundary.untaken()).isEqualTo(accepted - 10L);
        assertThat(boundary.untaken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itemsOfOneProducer_allArriveInOrder(long seed) {
        arrive(seed, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void itemsOfSeveralProducers_allArriveInTheOrderOfEach(long seed) {
        arrive(seed, 3);
    }

    private void arrive(long seed, int producers) {
        int count = 100_000;
        AtomicInteger id = new AtomicInteger();
        Outlet[] outlets = new Outlet[producers];
        for (int p = 0; p < producers; p++) {
            outlets[p] = new Outlet(boundary, segment);
        }
        for (Outlet outlet : outlets) {
            int producer = id.getAndIncrement();
            CompletableFuture.runAsync(() -> {
                Random random = new Random(seed + producer);
                for (int i = 0; i < count; i++) {
                    outlet.emit(new int[] {producer, i});
                    spin(random);
                }
                outlet.complete();
            });
        }
        Random random = new Random(-seed);
        int[] next = new int[producers];
        for (int[] item = (int[]) inlet.take(); item != null; item = (int[]) inlet.take()) {
            assertThat(item[1]).isEqualTo(next[item[0]]++);
            spin(random);
        }
        assertThat(next).containsOnly(count);
        assertThat(boundary.untaken()).isZero();
    }

    /** Mostly not at all, now and then for so long that the other end catches up. */
    private static void spin(Random random) {
        if (random.nextInt(500) == 0) {
            long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(60));
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }
}
