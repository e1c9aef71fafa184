package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
}
