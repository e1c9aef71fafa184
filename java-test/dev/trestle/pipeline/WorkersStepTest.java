package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of items when the functions, policies and keys of parallel steps do not do what they should. */
class WorkersStepTest {
    private static final int N = 3;

    @RegisterExtension
    final Runs runs = new Runs();

    private final List<FailedItem<Object>> letters = Collections.synchronizedList(new ArrayList<>());

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("must be released: " + latch);
        }
    }

    /** A step with workers, in each of its forms. */
    private static List<Function<StepFunction<Integer, Integer>, Pipeline<Integer>>> forms(int items) {
        return List.of(
                f -> numbers(items).mapParallel(N, f),
                f -> numbers(items).mapParallelUnordered(N, f),
                f -> numbers(items).mapBlocking(N, f),
                f -> numbers(items).mapPartitioned(N, x -> x, f));
    }

    @Test
    void policyThatThrowsTheCauseAgain_failsTheRunOnTheItem() {
        for (Function<StepFunction<Integer, Integer>, Pipeline<Integer>> form : forms(50)) {
            PipelineRun<?> run = runs.start(form.apply(x -> {
                        if (x == 5) {
                            throw new IllegalStateException("on purpose");
                        }
                        return x;
                    })
                    .named("step")
                    .onError(ErrorPolicy.replaceWith(failed -> {
                        throw (Exception) failed.cause();
                    }))
                    .toList());

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> run.await(Ledger.LIMIT))
                    .withMessageStartingWith("2:step failed on 5: ")
                    .withStackTraceContaining("on purpose");
            assertThat(Ledger.step(run, "step").failed()).isEqualTo(1);
        }
    }

    /** A failure that cannot be looked at. */
    private static final class Opaque extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized @Nullable Throwable getCause() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void failureThatCannotBeLookedAt_isInTheBooks() throws Exception {
        for (Function<StepFunction<Integer, Integer>, Pipeline<Integer>> form : forms(1)) {
            CountDownLatch called = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            PipelineRun<?> run = runs.start(form.apply(x -> {
                        called.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException cancelled) {
                            throw new Opaque();
                        }
                        return x;
                    })
                    .named("step")
                    .toList());
            await(called);

            run.cancel();

            Ledger.auditEnd(run);
            StepStats step = Ledger.step(run, "step");
            assertThat(step.in()).isEqualTo(1);
            assertThat(step.failed()).isEqualTo(1);
        }
    }

    @Test
    void itemOfARunThatHasEndedMeanwhile_isNotWorkedOn() throws Exception {
        CompletableFuture<PipelineRun<?>> started = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        PipelineRun<?> run = runs.start(numbers(1)
                .mapPartitioned(
                        2,
                        x -> {
                            started.join().cancel();
                            return x;
                        },
                        x -> calls.incrementAndGet())
                .toList());
        started.complete(run);

        Ledger.auditEnd(run);
        assertThat(calls).hasValue(0);
        StepStats step = Ledger.step(run, "mapPartitioned");
        assertThat(step.in()).isEqualTo(1);
        assertThat(step.undelivered()).isEqualTo(1);
    }

    @Test
    void callsThatRun_areInFlight() throws Exception {
        for (Function<StepFunction<Integer, Integer>, Pipeline<Integer>> form : forms(10)) {
            CountDownLatch called = new CountDownLatch(N);
            CountDownLatch release = new CountDownLatch(1);
            PipelineRun<List<Integer>> run = runs.start(form.apply(x -> {
                        called.countDown();
                        await(release);
                        return x;
                    })
                    .named("step")
                    .toList());
            await(called);

            assertThat(Ledger.step(run, "step").inFlight()).isEqualTo(N);
            release.countDown();
            assertThat(run.await(Ledger.LIMIT)).hasSize(10);
        }
    }

    /** A key with a hash that collides with others; what goes wrong depends on the number. */
    private static final class Key {
        private final int number;
        private final boolean unhashable;
        private final boolean incomparable;
        private final AtomicInteger hashed = new AtomicInteger();

        Key(int number, boolean unhashable, boolean incomparable) {
            this.number = number;
            this.unhashable = unhashable;
            this.incomparable = incomparable;
        }

        @Override
        public int hashCode() {
            if (unhashable || hashed.incrementAndGet() > 1) {
                throw new IllegalStateException("no hash of " + number);
            }
            return 1;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (incomparable) {
                throw new IllegalStateException("no comparing of " + number);
            }
            return other instanceof Key key && key.number == number;
        }
    }

    @Test
    void keyThatHasNoHash_isAFailureOfItsItem() throws Exception {
        PipelineRun<List<Integer>> run = runs.start(numbers(20)
                .mapPartitioned(2, x -> new Key(x, x == 5, false), x -> x)
                .onError(ErrorPolicy.deadLetter(letters::add))
                .toList());

        assertThat(run.await(Ledger.LIMIT))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).filter(x -> x != 5).boxed().toList());
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.item()).isEqualTo(5);
            assertThat(letter.cause()).hasMessage("no hash of 5");
        });
        assertThat(Ledger.step(run, "mapPartitioned").failed()).isEqualTo(1);
    }

    @Test
    void keyThatHasNoHash_failsTheRunOnTheItem() {
        PipelineRun<?> run = runs.start(numbers(20)
                .mapPartitioned(2, x -> new Key(x, x == 5, false), x -> x)
                .toList());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageStartingWith("2:mapPartitioned failed on 5: ");
    }

    /** The first item is in work until the key of the second has been compared with its. */
    @Test
    void keyThatCannotBeCompared_isAFailureOfItsItem() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        PipelineRun<List<Integer>> run = runs.start(numbers(3)
                .mapPartitioned(2, x -> new Key(x, false, x == 1), x -> {
                    if (x == 0) {
                        await(told);
                    }
                    return x;
                })
                .onError(ErrorPolicy.deadLetter(failed -> {
                    letters.add(failed);
                    told.countDown();
                }))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactlyInAnyOrder(0, 2);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.item()).isEqualTo(1);
            assertThat(letter.cause()).hasMessage("no comparing of 1");
        });
    }

    /** The third item has another key, and is in work when the first two are in line. */
    @Test
    void keyThatChangesMeanwhile_losesNothing() throws Exception {
        List<Integer> key = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch others = new CountDownLatch(1);
        PipelineRun<List<Integer>> run = runs.start(numbers(3)
                .mapPartitioned(2, x -> x == 2 ? "other" : key, x -> {
                    if (x == 0) {
                        await(others);
                        key.add(x);
                    } else if (x == 2) {
                        others.countDown();
                    }
                    return x;
                })
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void timeout_givesUpAKeyThatIsNeverGiven() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<List<Integer>> run = runs.start(numbers(3)
                .mapPartitioned(
                        2,
                        x -> {
                            if (x == 1) {
                                never.await();
                            }
                            return x;
                        },
                        x -> x)
                .timeout(Duration.ofMillis(200))
                .onError(ErrorPolicy.deadLetter(letters::add))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactlyInAnyOrder(0, 2);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.item()).isEqualTo(1);
            assertThat(letter.cause()).isInstanceOf(TimeoutException.class);
        });
    }

    /** Often enough that a worker that leaves too early, and has to be replaced, is seen. */
    @Test
    void mapPartitioned_hotKeys_needNoMoreThreadsThanAreAskedFor() throws Exception {
        for (int i = 0; i < 60; i++) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            PipelineRun<List<Integer>> run = runs.start(numbers(60)
                    .mapPartitioned(4, x -> x % 2, x -> {
                        threads.add(Thread.currentThread());
                        LockSupport.parkNanos(1_000);
                        return x;
                    })
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).hasSize(60);
            assertThat(threads).hasSizeLessThanOrEqualTo(4);
        }
    }
}
