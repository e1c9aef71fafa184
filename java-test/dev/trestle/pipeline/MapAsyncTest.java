package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import dev.trestle.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages that are odd, and those that are given up. */
class MapAsyncTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int COUNT = 2_000;

    @RegisterExtension
    final Runs runs = new Runs();

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    /** What goes wrong where nobody would hear of it. */
    private final List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                if (!latch.await(Ledger.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing has happened within " + Ledger.LIMIT);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** When a stage is cancelled, waits for a thread which completes another stage. */
    private void onCancel(CompletableFuture<Integer> cancelled, CompletableFuture<Integer> other) {
        var unused = cancelled.whenComplete((value, e) -> {
            if (!cancelled.isCancelled()) {
                return;
            }
            CountDownLatch completed = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                other.complete(7);
                completed.countDown();
            });
            thread.setDaemon(true);
            thread.start();
            try {
                awaitUninterrupted(completed);
            } catch (AssertionError stuck) {
                wrong.add(stuck);
            }
        });
    }

    @Test
    void cancelledStage_mayWaitForAnotherOfItsStep() throws Exception {
        CompletableFuture<Integer> one = new CompletableFuture<>();
        CompletableFuture<Integer> two = new CompletableFuture<>();
        onCancel(one, two);
        onCancel(two, one);
        CountDownLatch started = new CountDownLatch(2);
        PipelineRun<?> run = runs.start(numbers(2)
                .mapAsync(2, x -> {
                    started.countDown();
                    return x == 0 ? one : two;
                })
                .toList());

        awaitUninterrupted(started);
        run.cancel();

        Ledger.auditEnd(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
        assertThat(wrong).isEmpty();
    }

    @Test
    void stageOfARunThatHasEnded_mayWaitForAnotherOfItsStep() throws Exception {
        CompletableFuture<Integer> tooLate = new CompletableFuture<>();
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        CountDownLatch abandoned = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(3);
        var unused = first.whenComplete((value, e) -> abandoned.countDown());
        onCancel(tooLate, other);
        AtomicInteger attempts = new AtomicInteger();
        PipelineRun<?> run = runs.start(numbers(3)
                .<Integer>mapAsync(3, x -> {
                    if (x > 0) {
                        again.countDown();
                        return x == 1 ? first : other.minimalCompletionStage();
                    }
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("first attempt");
                    }
                    again.countDown();
                    awaitUninterrupted(abandoned);
                    return tooLate;
                })
                .retry(1, Backoff.none())
                .toList());

        awaitUninterrupted(again);
        run.cancel();

        Ledger.auditEnd(run);
        assertThat(tooLate).isCancelled();
        assertThat(wrong).isEmpty();
    }

    @Test
    void stageThatCannotBeCancelled_failsNoRunThatHasEnough() throws Exception {
        class Odd extends CompletableFuture<Integer> {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                throw new AssertionError("cancel");
            }
        }
        CompletableFuture<Integer> first = new CompletableFuture<>();
        PipelineRun<List<Integer>> run = runs.start(numbers(3)
                .<Integer>mapAsync(3, x -> {
                    if (x == 2) {
                        first.complete(0);
                    }
                    return x == 0 ? first : new Odd();
                })
                .take(1)
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(0);
        Ledger.audit(run);
        assertThat(Ledger.step(run, "mapAsync").undelivered()).isEqualTo(2);
    }

    @Test
    void policyThatThrowsTheCause_failsTheRun_andTheBooksAreExact() throws Exception {
        PipelineRun<?> run = runs.start(numbers(3)
                .mapAsync(2, x -> CompletableFuture.<Integer>failedFuture(new IllegalStateException("disk")))
                .onError(ErrorPolicy.replaceWith(failed -> {
                    throw (IllegalStateException) failed.cause();
                }))
                .toList());

        assertThatExceptionOfType(StepFailedException.class).isThrownBy(() -> run.await(Ledger.LIMIT));
        Ledger.audit(run);
    }

    @Test
    void timeout_countsOnceForEachAttempt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        PipelineRun<List<Integer>> run = runs.start(numbers(1)
                .mapAsync(
                        1,
                        x -> calls.incrementAndGet() <= 2
                                ? new CompletableFuture<Integer>()
                                : CompletableFuture.completedFuture(5))
                .timeout(Duration.ofMillis(200))
                .retry(2, Backoff.fixed(SHORT))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(5);
        assertThat(calls).hasValue(3);
        assertThat(Ledger.step(run, "mapAsync").retried()).isEqualTo(2);
    }

    @Test
    void stageThatComesToSomethingAfterItsTime_doesNotCount() throws Exception {
        class Late extends CompletableFuture<Integer> {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                complete(-1);
                return false;
            }
        }
        AtomicInteger calls = new AtomicInteger();
        PipelineRun<List<Integer>> run = runs.start(numbers(1)
                .mapAsync(1, x -> calls.incrementAndGet() == 1 ? new Late() : CompletableFuture.completedFuture(5))
                .timeout(Duration.ofMillis(200))
                .retry(1, Backoff.fixed(SHORT))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(5);
        assertThat(calls).hasValue(2);
        assertThat(Ledger.step(run, "mapAsync").retried()).isEqualTo(1);
    }

    @Test
    void functionThatReturnsAfterItsTime_hasItsStageCancelled() throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        CompletableFuture<Integer> late = new CompletableFuture<>();
        List<Throwable> causes = Collections.synchronizedList(new ArrayList<>());
        PipelineRun<List<Integer>> run = runs.start(numbers(1)
                .mapAsync(1, x -> {
                    awaitUninterrupted(givenUp);
                    return late;
                })
                .timeout(SHORT)
                .onError(ErrorPolicy.deadLetter(failed -> {
                    causes.add(failed.cause());
                    givenUp.countDown();
                }))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).isEmpty();
        assertThat(causes).singleElement().isInstanceOf(TimeoutException.class);
        await().pollDelay(Duration.ZERO).atMost(Ledger.LIMIT).until(late::isCancelled);
    }

    @Test
    void timeout_leavesTheStageWhatTheFunctionHasNotUsed() throws Exception {
        long limit = TimeUnit.SECONDS.toNanos(2);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        CompletableFuture<Long> begun = new CompletableFuture<>();
        CompletableFuture<Long> took = never.handle((value, e) -> System.nanoTime() - begun.join());
        PipelineRun<List<Integer>> run = runs.start(numbers(1)
                .mapAsync(1, x -> {
                    begun.complete(System.nanoTime());
                    TimeUnit.NANOSECONDS.sleep(limit / 2);
                    return never;
                })
                .timeout(Duration.ofNanos(limit))
                .onError(ErrorPolicy.skip())
                .toList());

        assertThat(run.await(Ledger.LIMIT)).isEmpty();
        assertThat(took).succeedsWithin(Ledger.LIMIT);
        assertThat(took.join()).isBetween(limit / 2, limit * 14 / 10);
    }

    @Test
    void stageThatCannotBeListenedTo_hasFailed() throws Exception {
        class Deaf extends CompletableFuture<Integer> {
            @Override
            public CompletableFuture<Integer> whenComplete(BiConsumer<? super Integer, ? super Throwable> action) {
                throw new IllegalStateException("deaf");
            }
        }
        PipelineRun<List<Integer>> run = runs.start(numbers(3)
                .<Integer>mapAsync(2, x -> x == 1 ? new Deaf() : CompletableFuture.completedFuture(x))
                .onError(ErrorPolicy.replace(-1))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(0, -1, 2);
    }

    @Test
    void stageThatComesToNull_isTriedAgain() throws Exception {
        for (boolean later : List.of(false, true)) {
            AtomicInteger calls = new AtomicInteger();
            List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
            PipelineRun<List<Integer>> run = runs.start(numbers(1)
                    .mapAsync(1, x -> {
                        calls.incrementAndGet();
                        return later
                                ? CompletableFuture.<Integer>supplyAsync(() -> null)
                                : CompletableFuture.<Integer>completedFuture(null);
                    })
                    .retry(3, Backoff.none())
                    .onError(ErrorPolicy.deadLetter(failed -> attempts.add(failed.attempts())))
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).isEmpty();
            assertThat(calls).hasValue(4);
            assertThat(attempts).containsExactly(4);
        }
    }

    @Test
    void unlimitedSteps_takeNoMoreRoomThanTheyNeed() throws Exception {
        int any = Integer.MAX_VALUE;
        StepFunction<Integer, CompletionStage<Integer>> stage = CompletableFuture::completedFuture;

        assertThat(runs.start(numbers(100)
                                .mapParallel(any, x -> x)
                                .mapBlocking(any, x -> x)
                                .mapAsync(any, stage)
                                .toList())
                        .await(Ledger.LIMIT))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void manyResultsBehindALateOne_keepTheOrder() throws Exception {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        StepFunction<Integer, CompletionStage<Integer>> stage = x -> {
            if (x == 1_900) {
                late.complete(100);
            }
            return x == 100 ? late : CompletableFuture.completedFuture(x);
        };
        CountDownLatch far = new CountDownLatch(1);
        StepFunction<Integer, Integer> held = x -> {
            if (x == 1_900) {
                far.countDown();
            } else if (x == 100) {
                awaitUninterrupted(far);
            }
            return x;
        };

        for (Pipeline<Integer> step :
                List.of(numbers(COUNT).mapAsync(1_000, stage), numbers(COUNT).mapBlocking(1_000, held))) {
            assertThat(runs.start(step.toList()).await(Ledger.LIMIT))
                    .isEqualTo(IntStream.range(0, COUNT).boxed().toList());
        }
    }

    /** Holds the monitor of a run, when it is waited on, until it is told to let it go. */
    private static final class HeldMonitor implements Clock {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch free = new CountDownLatch(1);

        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public void await(Object monitor, long nanos) throws InterruptedException {
            held.countDown();
            awaitUninterrupted(free);
            SYSTEM.await(monitor, nanos);
        }

        @Override
        public Taken<Object> take(Channel<Object> channel, long deadline) throws InterruptedException {
            return SYSTEM.take(channel, deadline);
        }
    }

    private static boolean isStartingAThread() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("trestle-timer"))
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.BLOCKED
                        && List.of(thread.getValue()).toString().contains("Asynchronous.again"));
    }

    @Test
    void retry_whileItsThreadIsStarted_holdsUpNoOtherStage() throws Exception {
        HeldMonitor clock = new HeldMonitor();
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger attempts = new AtomicInteger();
        CompletableFuture<Integer> failing = new CompletableFuture<>();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        CountDownLatch called = new CountDownLatch(2);
        Pipeline<Integer> holding = Pipeline.from(List.of(9))
                .peek(x -> {
                    awaitUninterrupted(started);
                    if (failures.incrementAndGet() == 1) {
                        throw new IllegalStateException("first attempt");
                    }
                })
                .retry(1, Backoff.fixed(SHORT));
        PipelineRun<List<Integer>> run = numbers(2)
                .mapAsync(2, x -> {
                    called.countDown();
                    return x == 1
                            ? other
                            : attempts.incrementAndGet() == 1 ? failing : CompletableFuture.completedFuture(0);
                })
                .retry(1, Backoff.none())
                .merge(holding)
                .toList()
                .start(clock);

        awaitUninterrupted(called);
        started.countDown();
        awaitUninterrupted(clock.held);
        try {
            failing.completeExceptionally(new IllegalStateException("again"));
            await().pollDelay(Duration.ZERO).atMost(Ledger.LIMIT).until(MapAsyncTest::isStartingAThread);
            assertThat(CompletableFuture.runAsync(() -> other.complete(1))).succeedsWithin(Ledger.LIMIT);
        } finally {
            clock.free.countDown();
        }

        assertThat(run.await(Ledger.LIMIT)).containsExactlyInAnyOrder(0, 1, 9);
        Ledger.audit(run);
    }
}
