package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelStepTest {
    private static final int COUNT = 2_000;
    private static final List<Integer> ITEMS = IntStream.range(0, COUNT).boxed().toList();

    @AfterEach
    void nothingIsLeft() {
        Ledger.nothingLeft();
    }

    /** Counts the calls in flight, and holds the first until as many are there as may be. */
    private static final class Gauge {
        private final int n;
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger highest = new AtomicInteger();
        private final CountDownLatch full;

        Gauge(int n) {
            this.n = n;
            full = new CountDownLatch(n);
        }

        void enter() throws InterruptedException {
            highest.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            full.countDown();
            if (!full.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(n + " calls must be in flight, were " + inFlight);
            }
        }

        void leave() {
            inFlight.decrementAndGet();
        }

        int call(int x) throws InterruptedException {
            enter();
            if (ThreadLocalRandom.current().nextInt(8) == 0) {
                Thread.yield();
            }
            leave();
            return x;
        }
    }

    private static <R> R ran(RunnablePipeline<R> pipeline) throws Exception {
        PipelineRun<R> run = pipeline.start();
        try (run) {
            R result = run.await(Ledger.LIMIT);
            Ledger.audit(run);
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapParallel_isExactAndKeepsTheOrder(int n) throws Exception {
        Gauge gauge = new Gauge(n);

        assertThat(ran(Pipeline.from(ITEMS).mapParallel(n, gauge::call).toList()))
                .isEqualTo(ITEMS);
        assertThat(gauge.highest).hasValue(n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapParallelUnordered_isExact(int n) throws Exception {
        Gauge gauge = new Gauge(n);

        assertThat(ran(Pipeline.from(ITEMS).mapParallelUnordered(n, gauge::call).toList()))
                .containsExactlyInAnyOrderElementsOf(ITEMS);
        assertThat(gauge.highest).hasValue(n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapBlocking_isExactAndKeepsTheOrder(int n) throws Exception {
        Gauge gauge = new Gauge(n);

        assertThat(ran(Pipeline.from(ITEMS).mapBlocking(n, gauge::call).toList()))
                .isEqualTo(ITEMS);
        assertThat(gauge.highest).hasValue(n);
    }

    /** Stages of which n must be in flight before any is complete; then they complete in any order. */
    private static final class Stages {
        private final int n;
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger highest = new AtomicInteger();
        private final List<CompletableFuture<Void>> held = Collections.synchronizedList(new ArrayList<>());

        Stages(int n) {
            this.n = n;
        }

        CompletableFuture<Integer> call(int x) {
            int now = inFlight.incrementAndGet();
            highest.accumulateAndGet(now, Math::max);
            CompletableFuture<Void> gate = new CompletableFuture<>();
            held.add(gate);
            CompletableFuture<Integer> stage = gate.thenApply(ignored -> {
                inFlight.decrementAndGet();
                return x;
            });
            if (now == n || x > COUNT - n - 1) {
                release(held);
            }
            return stage;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapAsync_isExactAndKeepsTheOrder(int n) throws Exception {
        Stages stages = new Stages(n);

        assertThat(ran(Pipeline.from(ITEMS).mapAsync(n, stages::call).toList())).isEqualTo(ITEMS);
        assertThat(stages.highest).hasValue(n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapAsyncUnordered_isExact(int n) throws Exception {
        Stages stages = new Stages(n);

        assertThat(ran(Pipeline.from(ITEMS).mapAsyncUnordered(n, stages::call).toList()))
                .containsExactlyInAnyOrderElementsOf(ITEMS);
        assertThat(stages.highest).hasValue(n);
    }

    private static void release(List<CompletableFuture<Void>> held) {
        List<CompletableFuture<Void>> now;
        synchronized (held) {
            now = new ArrayList<>(held);
            held.clear();
        }
        Collections.shuffle(now);
        now.forEach(gate -> CompletableFuture.runAsync(() -> gate.complete(null)));
    }

    @Test
    void mapAsyncUnordered_doesNotWaitForALateStage() throws Exception {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        List<Integer> result = ran(Pipeline.from(List.of(1, 2, 3))
                .mapAsyncUnordered(2, x -> x == 1 ? late : CompletableFuture.completedFuture(x))
                .peek(x -> {
                    if (x == 3) {
                        late.complete(1);
                    }
                })
                .toList());

        assertThat(result).containsExactly(2, 3, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void mapPartitioned_runsKeysAtOnceAndEachInOrder(int n) throws Exception {
        Gauge gauge = new Gauge(n);
        Map<Integer, AtomicInteger> busy = new HashMap<>();
        for (int key = 0; key < 100; key++) {
            busy.put(key, new AtomicInteger());
        }
        AtomicInteger clashes = new AtomicInteger();

        List<Integer> result = ran(Pipeline.from(ITEMS)
                .mapPartitioned(n, x -> x % 100, x -> {
                    if (busy.get(x % 100).incrementAndGet() > 1) {
                        clashes.incrementAndGet();
                    }
                    gauge.call(x);
                    busy.get(x % 100).decrementAndGet();
                    return x;
                })
                .toList());

        assertThat(clashes).hasValue(0);
        assertThat(gauge.highest).hasValue(n);
        assertThat(result).containsExactlyInAnyOrderElementsOf(ITEMS);
        for (int key = 0; key < 100; key++) {
            int of = key;
            assertThat(result.stream().filter(x -> x % 100 == of)).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void mapPartitioned_anyNumberOfKeys_ends(int keys) throws Exception {
        assertThat(ran(Pipeline.from(ITEMS)
                        .mapPartitioned(4, x -> x % keys, x -> x)
                        .toList()))
                .containsExactlyInAnyOrderElementsOf(ITEMS);
    }

    @Test
    void parallelSteps_oneAfterAnother_keepTheOrder() throws Exception {
        assertThat(ran(Pipeline.from(ITEMS)
                        .mapParallel(3, x -> x + 1)
                        .mapBlocking(5, x -> x - 1)
                        .async()
                        .mapAsync(4, x -> CompletableFuture.supplyAsync(() -> x))
                        .toList()))
                .isEqualTo(ITEMS);
    }

    @Test
    void takeAfterParallel_endsAnInfiniteSource() throws Exception {
        AtomicInteger next = new AtomicInteger();
        StepSupplier<Integer> source = next::getAndIncrement;

        assertThat(ran(Pipeline.from(source).mapParallel(4, x -> x).take(5).toList()))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(ran(Pipeline.from(source)
                        .mapAsync(4, CompletableFuture::completedFuture)
                        .take(5)
                        .toList()))
                .hasSize(5);
    }

    @Test
    void n_mustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.from(ITEMS).mapParallel(0, x -> x))
                .withMessage("n of 2:mapParallel must be > 0, was 0");
    }
}
