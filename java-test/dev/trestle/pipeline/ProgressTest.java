package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.testing.NothingLeft;
import dev.trestle.testing.Uncaught;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listening to a run, and how long its steps work. */
class ProgressTest {
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(100_000);

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    @Test
    void listener_seesTheRunGoOn_andItsFinalBooks() throws Exception {
        List<List<StepStats>> seen = new CopyOnWriteArrayList<>();
        Channel<Integer> in = left.in(Channel.rendezvous());
        PipelineRun<?> run =
                Pipeline.from(in).toList().onProgress(OFTEN, seen::add).start();

        for (int i = 1; i < 4; i++) {
            in.put(i);
            long drawn = i;
            await().atMost(Ledger.LIMIT)
                    .until(() ->
                            !seen.isEmpty() && seen.get(seen.size() - 1).get(0).in() == drawn);
        }
        in.close();
        run.await(Ledger.LIMIT);

        await().atMost(Ledger.LIMIT).until(() -> seen.contains(run.stats()));
        assertThat(seen.get(seen.size() - 1)).isEqualTo(run.stats());
        assertThat(run.stats().get(1).out()).isEqualTo(3);
    }

    @Test
    void listener_isCalledAtTheEndAlways_howeverItComes() throws Exception {
        List<List<StepStats>> seen = new CopyOnWriteArrayList<>();
        RunnablePipeline<?> pipeline =
                numbers(100).mapParallel(2, x -> 100 / (x - 50)).toList().onProgress(NEVER, seen::add);

        for (int i = 1; i < 50; i++) {
            int calls = i;
            PipelineRun<?> run = pipeline.start();
            if (i % 2 == 0) {
                run.cancel();
            }
            Ledger.auditEnd(run);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(OFTEN)
                    .atMost(Ledger.LIMIT)
                    .until(() -> seen.size() == calls);
            assertThat(seen.get(i - 1)).isEqualTo(run.stats());
        }
    }

    @Test
    void slowListener_delaysNobody_andIsNeverCalledTwiceAtOnce() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<List<StepStats>> seen = new CopyOnWriteArrayList<>();
        Channel<Integer> in = left.in(Channel.rendezvous());
        PipelineRun<List<List<Integer>>> run = Pipeline.from(in)
                .batch(2, Duration.ofMillis(5))
                .toList()
                .onProgress(OFTEN, stats -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    calls.incrementAndGet();
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    seen.add(stats);
                    atOnce.decrementAndGet();
                })
                .start();

        await().atMost(Ledger.LIMIT).until(() -> calls.get() == 1);
        in.put(1); // goes on by time, though the listener stands
        await().atMost(Ledger.LIMIT).until(() -> run.stats().get(1).out() == 1);
        in.close();

        assertThat(run.await(Ledger.LIMIT)).containsExactly(List.of(1));
        assertThat(calls).hasValue(1);
        slow.countDown();
        await().atMost(Ledger.LIMIT).until(() -> seen.size() == 2);
        assertThat(seen.get(1)).isEqualTo(run.stats());
        assertThat(most).hasValue(1);
    }

    @Test
    void listenerThatThrows_isHeard_andCalledAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Throwable> heard = Uncaught.during(() -> {
            Channel<Integer> in = left.in(Channel.rendezvous());
            PipelineRun<?> run = Pipeline.from(in)
                    .toList()
                    .onProgress(OFTEN, stats -> {
                        if (calls.incrementAndGet() <= 3) {
                            throw new IllegalStateException("listener");
                        }
                    })
                    .start();
            await().dontCatchUncaughtExceptions()
                    .atMost(Ledger.LIMIT)
                    .until(() -> calls.get() > 3); // so the third has been heard
            in.close();
            run.await(Ledger.LIMIT);
            Ledger.audit(run);
        });

        assertThat(heard).hasSize(3).allSatisfy(e -> assertThat(e).hasMessage("listener"));
    }

    @Test
    void definition_isNotChanged_andMayHaveSeveralListeners() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RunnablePipeline<Integer> silent = numbers(10).reduce(0, Integer::sum);
        RunnablePipeline<Integer> heard = silent.onProgress(NEVER, stats -> calls.incrementAndGet())
                .onProgress(NEVER, stats -> calls.addAndGet(100));

        assertThat(silent.start().await(Ledger.LIMIT)).isEqualTo(45);
        assertThat(heard.start().await(Ledger.LIMIT)).isEqualTo(45);
        await().atMost(Ledger.LIMIT).until(() -> calls.get() == 101);
    }

    @Test
    void badListener_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).toList().onProgress(Duration.ZERO, stats -> {}))
                .withMessage("every must be > 0, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).toList().onProgress(Duration.ofMillis(-1), stats -> {}));
        assertThatNullPointerException()
                .isThrownBy(() -> numbers(1).toList().onProgress(OFTEN, null))
                .withMessageContaining("listener");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers(1).broadcast(branch -> branch.toList().onProgress(OFTEN, stats -> {})))
                .withMessageStartingWith("onProgress must follow 2:broadcast itself, follows its branch");
    }
}
