package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches, windows, rates and buffers. */
class PaceTest {
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

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    @Test
    void batch_isFullButTheLast() throws Exception {
        assertThat(started(numbers(5).batch(2).toList()).await(Ledger.LIMIT))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
        assertThat(started(numbers(0).batch(2).toList()).await(Ledger.LIMIT)).isEmpty();
        assertThat(started(numbers(5).batch(2).take(1).toList()).await(Ledger.LIMIT))
                .containsExactly(List.of(0, 1));
    }

    @Test
    void timedBatch_goesOnByCountByTimeAndAtTheEnd() throws Exception {
        Channel<Integer> in = Channel.buffered(10);
        Channel<List<Integer>> out = Channel.buffered(10);
        started(Pipeline.from(in).batch(3, Duration.ofMillis(300)).to(out));

        for (int i = 0; i < 4; i++) {
            in.put(i);
        }
        assertThat(out.take()).containsExactly(0, 1, 2);
        assertThat(out.take(Duration.ofMillis(50)).isValue()).isFalse();
        assertThat(out.take()).containsExactly(3);
        in.put(4);
        in.close();
        assertThat(out.take()).containsExactly(4);
        assertThat(out.take()).isNull();
    }

    @Test
    void timedBatch_neverIsEmpty() throws Exception {
        assertThat(started(numbers(10_000).batch(7, Duration.ZERO).toList()).await(Ledger.LIMIT))
                .noneMatch(List::isEmpty)
                .flatMap(x -> x)
                .hasSize(10_000)
                .isSorted();
    }

    @Test
    void window_holdsTheLast() throws Exception {
        assertThat(started(numbers(5).window(3, 1).toList()).await(Ledger.LIMIT))
                .containsExactly(List.of(0, 1, 2), List.of(1, 2, 3), List.of(2, 3, 4));
        assertThat(started(numbers(5).window(3, 2).toList()).await(Ledger.LIMIT))
                .containsExactly(List.of(0, 1, 2), List.of(2, 3, 4));
    }

    @Test
    void throttle_keepsTheRateWithoutDrift() throws Exception {
        long start = System.nanoTime();

        started(numbers(1001).throttle(1000, Duration.ofMillis(500), 1).toList())
                .await(Ledger.LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500))
                .isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void throttle_letsABurstThrough() throws Exception {
        Channel<Integer> out = Channel.buffered(10);
        PipelineRun<?> run =
                started(numbers(10).throttle(1, Duration.ofHours(1), 4).to(out));

        for (int i = 0; i < 4; i++) {
            assertThat(out.take(Ledger.LIMIT).toOptional()).contains(i);
        }
        assertThat(out.take(Duration.ofMillis(50)).isValue()).isFalse();
        run.cancel();
        Ledger.auditEnd(run);
    }

    @Test
    void slidingBuffer_dropsAndCounts() throws Exception {
        CountDownLatch drawn = new CountDownLatch(100);
        PipelineRun<List<Integer>> run = started(numbers(100)
                .peek(x -> drawn.countDown())
                .buffer(Buffer.sliding(3))
                .peek(x -> drawn.await())
                .toList());

        List<Integer> result = run.await(Ledger.LIMIT);

        assertThat(result).isSorted().hasSizeBetween(3, 5).endsWith(98, 99);
        assertThat(Ledger.step(run, "buffer").dropped()).isEqualTo(100 - result.size());
    }

    @Test
    void workersThatAreBusy_leaveToTheBufferWhatTheyCannotTake() throws Exception {
        CountDownLatch drawn = new CountDownLatch(100);
        PipelineRun<List<Integer>> run = started(numbers(100)
                .peek(x -> drawn.countDown())
                .buffer(Buffer.sliding(3))
                .mapBlocking(2, x -> {
                    drawn.await();
                    return x;
                })
                .toList());

        List<Integer> result = run.await(Ledger.LIMIT);

        assertThat(result).isSorted().hasSizeBetween(3, 6).endsWith(97, 98, 99);
        assertThat(Ledger.step(run, "buffer").dropped()).isEqualTo(100 - result.size());
        assertThat(Ledger.step(run, "buffer").out()).isEqualTo(result.size());
    }

    @Test
    void conflate_keepsTheLatest() throws Exception {
        CountDownLatch drawn = new CountDownLatch(100);
        PipelineRun<List<Integer>> run = started(numbers(100)
                .peek(x -> drawn.countDown())
                .conflate()
                .mapParallel(1, x -> {
                    drawn.await();
                    return x;
                })
                .toList());

        assertThat(run.await(Ledger.LIMIT)).endsWith(99).hasSizeLessThan(4);
    }

    @Test
    void fixedBuffer_losesNothing() throws Exception {
        PipelineRun<List<Integer>> run =
                started(numbers(10_000).buffer(Buffer.fixed(2)).async().toList());

        assertThat(run.await(Ledger.LIMIT)).hasSize(10_000).isSorted();
        assertThat(Ledger.step(run, "buffer").dropped()).isZero();
    }

    @Test
    void badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).batch(0))
                .withMessage("n of 2:batch must be > 0, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).window(2, 3))
                .withMessage("step of 2:window must be 1 to 2, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).throttle(1, Duration.ZERO, 1))
                .withMessageContaining("per of 2:throttle must be > 0");
    }
}
