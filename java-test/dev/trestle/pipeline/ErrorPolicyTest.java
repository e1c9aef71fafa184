package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorPolicyTest {
    private final List<PipelineRun<?>> runs = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        runs.forEach(PipelineRun::close);
        runs.forEach(Ledger::audit);
        Ledger.nothingLeft();
    }

    private <R> PipelineRun<R> started(RunnablePipeline<R> pipeline) {
        PipelineRun<R> run = pipeline.start();
        runs.add(run);
        return run;
    }

    private static int odd(int x) throws IOException {
        if (x % 2 == 0) {
            throw new IOException("even: " + x);
        }
        return x;
    }

    /** A step that fails on even numbers, in each of its forms. */
    private static List<UnaryOperator<Pipeline<Integer>>> forms() {
        return List.of(
                p -> p.map(ErrorPolicyTest::odd),
                p -> p.mapParallel(2, ErrorPolicyTest::odd),
                p -> p.mapBlocking(2, ErrorPolicyTest::odd),
                p -> p.mapAsync(2, x -> CompletableFuture.completedFuture(odd(x))),
                p -> p.mapAsync(
                        2,
                        x -> x % 2 == 0
                                ? CompletableFuture.failedFuture(new IOException("even: " + x))
                                : CompletableFuture.completedFuture(x)));
    }

    @Test
    void failFast_tellsStepItemAndCause() {
        for (UnaryOperator<Pipeline<Integer>> form : forms()) {
            PipelineRun<?> run = started(
                    form.apply(Pipeline.from(List.of(1, 2, 3))).named("odd").toList());

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> run.await(Ledger.LIMIT))
                    .withMessage("2:odd failed on 2: java.io.IOException: even: 2")
                    .withCauseInstanceOf(IOException.class);
            assertThat(run.state()).isEqualTo(PipelineRun.State.FAILED);
            assertThat(Ledger.step(run, "odd").failed()).isPositive();
        }
    }

    @Test
    void skip_leavesOut() throws Exception {
        for (UnaryOperator<Pipeline<Integer>> form : forms()) {
            PipelineRun<List<Integer>> run = started(form.apply(Pipeline.from(List.of(1, 2, 3)))
                    .named("odd")
                    .onError(ErrorPolicy.skip())
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 3);
            assertThat(Ledger.step(run, "odd").failed()).isEqualTo(1);
        }
    }

    @Test
    void replace_goesOnInPlace() throws Exception {
        for (UnaryOperator<Pipeline<Integer>> form : forms()) {
            PipelineRun<List<Integer>> run = started(form.apply(Pipeline.from(List.of(1, 2, 3)))
                    .named("odd")
                    .onError(ErrorPolicy.replace(0))
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 0, 3);
            assertThat(Ledger.step(run, "odd").replaced()).isEqualTo(1);
        }
    }

    @Test
    void deadLetter_receivesTheItemWithItsCause() throws Exception {
        for (UnaryOperator<Pipeline<Integer>> form : forms()) {
            Channel<FailedItem<Object>> letters = Channel.buffered(10);
            PipelineRun<List<Integer>> run = started(form.apply(Pipeline.from(List.of(1, 2, 3)))
                    .retry(2, Backoff.fixed(Duration.ofMillis(1)))
                    .onError(ErrorPolicy.deadLetter(letters))
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 3);
            FailedItem<Object> letter = letters.poll().toOptional().orElseThrow();
            assertThat(letter.item()).isEqualTo(2);
            assertThat(letter.cause()).hasMessage("even: 2");
            assertThat(letter.attempts()).isEqualTo(3);
        }
    }

    @Test
    void closedDeadLetterChannel_failsTheRun() {
        Channel<FailedItem<Object>> letters = Channel.rendezvous();
        letters.close();
        PipelineRun<?> run = started(Pipeline.from(List.of(2))
                .map(ErrorPolicyTest::odd)
                .onError(ErrorPolicy.deadLetter(letters))
                .toList());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withStackTraceContaining("dead letter channel must be open")
                .withStackTraceContaining("even: 2");
    }

    @Test
    void retry_callsAgainAndCounts() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        PipelineRun<List<Integer>> run = started(Pipeline.from(List.of(1))
                .map(x -> odd(calls.incrementAndGet() + 1) - 1)
                .retry(3, Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(5)))
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(2);
        assertThat(Ledger.step(run, "map").retried()).isEqualTo(1);
    }

    @Test
    void timeout_givesUpACallThatNeverEnds() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        StepFunction<Integer, Integer> stuck = x -> {
            if (x == 2) {
                never.await();
            }
            return x;
        };
        List<Pipeline<Integer>> pipelines = List.of(
                Pipeline.from(List.of(1, 2, 3)).map(stuck),
                Pipeline.from(List.of(1, 2, 3)).mapParallel(2, stuck),
                Pipeline.from(List.of(1, 2, 3)).mapAsync(2, x -> CompletableFuture.completedFuture(stuck.apply(x))),
                Pipeline.from(List.of(1, 2, 3))
                        .mapAsync(2, x -> x == 2 ? new CompletableFuture<>() : CompletableFuture.completedFuture(x)));
        for (Pipeline<Integer> pipeline : pipelines) {
            List<FailedItem<Object>> letters = new ArrayList<>();
            PipelineRun<List<Integer>> run = started(pipeline.timeout(Duration.ofMillis(200))
                    .onError(ErrorPolicy.deadLetter(letters::add))
                    .toList());

            assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 3);
            assertThat(letters)
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.cause()).isInstanceOf(TimeoutException.class));
        }
    }

    @Test
    void timeout_isRefusedWhereNothingIsCalled() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Pipeline.from(List.of(1)).take(1).timeout(Duration.ofMillis(1)))
                .withMessageContaining("follows 2:take");
    }

    @Test
    void error_failsTheRunUnderEveryPolicy() {
        PipelineRun<?> run = started(Pipeline.from(List.of(1))
                .map(x -> {
                    throw new AssertionError("broken");
                })
                .onError(ErrorPolicy.skip())
                .toList());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withCauseInstanceOf(AssertionError.class);
    }

    @Test
    void stuckRun_saysWhichStepWorks_andIsCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<?> run = started(Pipeline.from(List.of(1, 2))
                .async()
                .map(x -> {
                    never.await();
                    return x;
                })
                .toList());

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> run.await(Duration.ofMillis(100)))
                .withMessageContaining("still works: 3:map");
        assertThat(run.stop(Duration.ofMillis(100))).isFalse();
        Ledger.auditEnd(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
    }

    @Test
    void pause_holdsTheSource_andResumeLetsItGo() throws Exception {
        Channel<Integer> in = Channel.buffered(10);
        Channel<Integer> out = Channel.buffered(10);
        PipelineRun<?> run = started(Pipeline.from(in).to(out));
        in.put(1);
        assertThat(out.take()).isEqualTo(1);
        await().until(() -> in.stats().waitingTakers() == 1);

        run.pause();
        in.put(2); // is still drawn, since the source was waiting
        in.put(3);
        assertThat(run.state()).isEqualTo(PipelineRun.State.PAUSED);
        assertThat(out.take()).isEqualTo(2);
        assertThat(out.take(Duration.ofMillis(100)).isValue()).isFalse();
        run.resume();

        assertThat(out.take()).isEqualTo(3);
        assertThat(run.stop(Ledger.LIMIT)).isTrue();
        assertThat(run.state()).isEqualTo(PipelineRun.State.STOPPED);
        assertThat(out.isClosed()).isTrue();
    }
}
