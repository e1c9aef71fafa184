package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trestle.internal.Calls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reducing in parts. */
class CollectPartitionedTest {
    private static final int COUNT = 20_000;

    @RegisterExtension
    final Runs runs = new Runs();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void allItems_areCollectedOnce(int n) throws Exception {
        PipelineRun<Map<Integer, Long>> run = runs.start(numbers(COUNT)
                .async()
                .collectPartitioned(n, Collectors.groupingBy(x -> x % 10, Collectors.counting())));

        Map<Integer, Long> expected = new HashMap<>();
        IntStream.range(0, 10).forEach(x -> expected.put(x, COUNT / 10L));
        assertThat(run.await(Ledger.LIMIT)).isEqualTo(expected);
        StepStats step = Ledger.step(run, "collectPartitioned");
        assertThat(step.in()).isEqualTo(COUNT);
        assertThat(step.out()).isBetween(1L, (long) n);
        assertThat(step.merged()).isEqualTo(COUNT - step.out());
    }

    /** The first items wait until as many are in work as may be. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void parallelism_isExact(int n) throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(n);
        Collector<Integer, Set<Integer>, Set<Integer>> gauged = Collector.of(
                HashSet::new,
                (set, x) -> {
                    highest.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    full.countDown();
                    awaitFull(full);
                    set.add(x);
                    inFlight.decrementAndGet();
                },
                (a, b) -> {
                    a.addAll(b);
                    return a;
                });

        Set<Integer> all =
                runs.start(numbers(2_000).collectPartitioned(n, gauged)).await(Ledger.LIMIT);

        assertThat(all).hasSize(2_000);
        assertThat(highest).hasValue(n);
    }

    private static void awaitFull(CountDownLatch full) {
        try {
            if (!full.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("calls are missing: " + full);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneWorker_keepsTheOrder_andNothingGivesAnEmptyResult() throws Exception {
        assertThat(runs.start(numbers(1_000).collectPartitioned(1, Collectors.toList()))
                        .await(Ledger.LIMIT))
                .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(runs.start(numbers(0).collectPartitioned(3, Collectors.toList()))
                        .await(Ledger.LIMIT))
                .isEmpty();
    }

    @Test
    void failure_namesTheStepAndTheItem() {
        Collector<Integer, List<Integer>, List<Integer>> failing = Collector.of(
                ArrayList::new,
                (list, x) -> {
                    if (x == 500) {
                        throw new IllegalStateException("on purpose");
                    }
                    list.add(x);
                },
                (a, b) -> a);
        PipelineRun<?> run = runs.start(numbers(COUNT).collectPartitioned(3, failing));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageStartingWith("2:collectPartitioned failed on 500");
        assertThat(Ledger.step(run, "collectPartitioned").failed()).isEqualTo(1);
    }

    /** Each container holds one item at least, since none is done before there are two. */
    @Test
    void combinerThatGivesNull_failsTheRun() {
        CountDownLatch two = new CountDownLatch(2);
        Collector<Integer, List<Integer>, List<Integer>> losing = Collector.of(
                ArrayList::new,
                (list, x) -> {
                    two.countDown();
                    awaitFull(two);
                    list.add(x);
                },
                (a, b) -> Calls.<List<Integer>>cast(null));
        PipelineRun<?> run = runs.start(numbers(2).collectPartitioned(2, losing));

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageStartingWith("3:combine failed on ")
                .withMessageContaining("result must not be null");
    }

    @Test
    void supplierThatGivesNull_failsTheRun() {
        for (int items = 0; items < 2; items++) {
            Collector<Integer, List<Integer>, List<Integer>> none =
                    Collector.of(() -> Calls.<List<Integer>>cast(null), List::add, (a, b) -> a);
            PipelineRun<?> run = runs.start(numbers(items).collectPartitioned(2, none));

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> run.await(Ledger.LIMIT))
                    .withMessageContaining("result must not be null");
        }
    }

    @Test
    void itemsThatAreCollected_areInFlight() throws Exception {
        CountDownLatch called = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        PipelineRun<Integer> run = runs.start(numbers(10)
                .collectPartitioned(
                        3,
                        Collector.of(
                                AtomicInteger::new,
                                (sum, x) -> {
                                    called.countDown();
                                    awaitFull(release);
                                    sum.addAndGet(x);
                                },
                                (a, b) -> new AtomicInteger(a.get() + b.get()),
                                AtomicInteger::get)));
        awaitFull(called);

        assertThat(Ledger.step(run, "collectPartitioned").inFlight()).isEqualTo(3);
        release.countDown();
        assertThat(run.await(Ledger.LIMIT)).isEqualTo(45);
    }

    @Test
    void cancelAndStop_keepTheBooks() throws Exception {
        for (int i = 0; i < 50; i++) {
            AtomicInteger next = new AtomicInteger();
            PipelineRun<Set<Integer>> run = runs.start(
                    Pipeline.<Integer>from(next::getAndIncrement).async().collectPartitioned(3, Collectors.toSet()));
            for (int spin = 0; spin < i * 1_000; spin++) {
                Thread.onSpinWait();
            }
            if (i % 2 == 0) {
                run.cancel();
            } else {
                assertThat(run.stop(Ledger.LIMIT)).isTrue();
                assertThat(run.completion().join())
                        .hasSize((int) Ledger.step(run, "supplier").in());
            }
        }
    }
}
