package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.testing.NothingLeft;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run does at its edges: when the user's code fails where it seldom does, and when enough has come early. */
@Timeout(60)
class RunEndTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static StepFailedException failureOf(RunnablePipeline<?> pipeline) throws Exception {
        PipelineRun<?> run = pipeline.start();
        CompletableFuture<StepFailedException> failure = new CompletableFuture<>();
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .satisfies(failure::complete);
        Ledger.auditEnd(run);
        return failure.join();
    }

    @Test
    void policyThatThrowsWhatItIsAskedAbout_failsTheRun_withStepAndItem() throws Exception {
        IOException gone = new IOException("gone");
        StepFunction<Integer, Integer> fails = x -> {
            if (x == 5) {
                throw gone;
            }
            return x;
        };
        ErrorPolicy<Integer> rethrows = ErrorPolicy.deadLetter(failed -> {
            throw (Exception) failed.cause();
        });

        StepFailedException failure =
                failureOf(numbers(20).map(fails).onError(rethrows).toList());

        assertThat(failure)
                .hasMessage("2:map failed on 5: java.io.IOException: gone")
                .hasCause(gone);
    }

    @Test
    void stepThatWaitsForItsTurn_isToldThatNoMoreIsWanted_overStepsThatHaveEnded() throws Exception {
        CountDownLatch asleep = new CountDownLatch(3);
        PipelineRun<List<Integer>> run = numbers(3)
                .async()
                .peek(x -> asleep.countDown())
                .async()
                .throttle(1, HOUR, 2)
                .async()
                .peek(x -> asleep.await())
                .take(2)
                .toList()
                .start();

        assertThat(run.await(Ledger.LIMIT)).containsExactly(0, 1);
        Ledger.auditEnd(run);
    }

    @Test
    void retryThatIsPending_whenEnoughHasCome_failsNothing() throws Exception {
        for (int kind = 0; kind < 2; kind++) {
            CountDownLatch failed = new CountDownLatch(1);
            List<Object> letters = Collections.synchronizedList(new ArrayList<>());
            StepFunction<Integer, Integer> fails = x -> {
                if (x == 1) {
                    failed.countDown();
                    throw new IOException("once");
                }
                return x;
            };
            PipelineRun<List<Integer>> run = (kind == 0
                            ? numbers(3).map(fails)
                            : numbers(3).mapBlocking(2, fails))
                    .retry(1, Backoff.fixed(HOUR))
                    .onError(ErrorPolicy.deadLetter(letter -> letters.add(letter)))
                    .async()
                    .peek(x -> failed.await())
                    .take(1)
                    .toList()
                    .start();

            assertThat(run.await(Ledger.LIMIT)).containsExactly(0);
            assertThat(run.state()).isEqualTo(PipelineRun.State.COMPLETED);
            assertThat(letters).isEmpty();
            Ledger.auditEnd(run);
        }
    }

    @Test
    void streamThatIsNeverDrawn_isClosed() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        PipelineRun<List<Integer>> run = Pipeline.from(Stream.of(1, 2).onClose(() -> closed.set(true)))
                .take(0)
                .toList()
                .start();

        assertThat(run.await(Ledger.LIMIT)).isEmpty();
        assertThat(closed).isTrue();
        for (int i = 0; i < 50; i++) {
            AtomicBoolean cancelled = new AtomicBoolean();
            PipelineRun<?> ended = Pipeline.from(Stream.of(1).onClose(() -> cancelled.set(true)))
                    .toList()
                    .start();
            ended.close();
            assertThat(cancelled).isTrue();
        }
    }

    @Test
    void runThatIsRefused_leavesItsSourcesToOthers() throws Exception {
        Pipeline<Integer> used = Pipeline.from(Stream.of(1));
        assertThat(used.toList().start().await(Ledger.LIMIT)).containsExactly(1);
        Pipeline<Integer> fresh = Pipeline.from(Stream.of(2));

        assertThatIllegalStateException()
                .isThrownBy(() -> fresh.merge(used).toList().start())
                .withMessageContaining("must be drawn once only");

        assertThat(fresh.toList().start().await(Ledger.LIMIT)).containsExactly(2);
    }

    @Test
    void sourceAloneInItsChain_showsWhatItHasDone_whileItWorks() throws Exception {
        Channel<Integer> go = left.in(Channel.buffered(1));
        AtomicInteger next = new AtomicInteger();
        StepSupplier<Integer> supplier = () -> {
            if (next.get() == 5) {
                return go.take();
            }
            long end = System.nanoTime() + 5_000_000;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            return next.getAndIncrement();
        };
        PipelineRun<?> run = Pipeline.from(supplier).async().to(x -> {}).start();

        await().atMost(Ledger.LIMIT)
                .until(() -> Ledger.step(run, "supplier").time().toMillis() >= 20);
        go.close();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void subscriberIsToldOfAFailure_onAThreadThatMayWait() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Flow.Subscriber<Integer> subscriber = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {}

            @Override
            public void onError(Throwable failure) {
                flag.complete(Thread.currentThread().isInterrupted());
            }

            @Override
            public void onComplete() {}
        };

        failureOf(numbers(3)
                .map(x -> {
                    throw new IOException("gone");
                })
                .map(x -> (Integer) x)
                .to(subscriber));

        assertThat(flag.join()).isFalse();
    }

    @Test
    void deadLetterThatWaitsForRoom_isDisturbedByNoInterruptOfOthers() throws Exception {
        Channel<FailedItem<Object>> letters = left.in(Channel.rendezvous());
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        PipelineRun<?> run = numbers(1)
                .map(x -> {
                    thread.complete(Thread.currentThread());
                    throw new IOException("gone");
                })
                .onError(ErrorPolicy.deadLetter(letters))
                .toList()
                .start();
        for (int i = 0; i < 5; i++) {
            await().until(() -> letters.stats().waitingPutters() == 1);
            thread.join().interrupt();
        }

        assertThat(letters.take().item()).isEqualTo(0);
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void collectorThatFails_isNamed() throws Exception {
        IllegalStateException gone = new IllegalStateException("gone");
        Collector<Integer, int[], Integer> finishes = Collector.of(() -> new int[1], (c, x) -> {}, (a, b) -> a, c -> {
            throw gone;
        });
        Collector<Integer, int[], Integer> begins = Collector.of(
                () -> {
                    throw gone;
                },
                (c, x) -> {},
                (a, b) -> a,
                c -> 1);
        Collector<Integer, int[], Integer> nothing = Collector.of(() -> null, (c, x) -> {}, (a, b) -> a, c -> 1);

        assertThat(failureOf(numbers(3).to(finishes).named("sum")).step()).isEqualTo("2:sum");
        assertThat(failureOf(numbers(3).broadcast(Pipeline::toList, b -> b.to(finishes)))
                        .step())
                .isEqualTo("2:broadcast[1]/2:collector");
        assertThat(failureOf(numbers(3).map(x -> x).to(begins)).step()).isEqualTo("3:collector");
        assertThat(failureOf(numbers(3).to(nothing))).hasMessageContaining("2:collector failed");
        Collector<Integer, int[], Integer> runsAnother =
                Collector.of(() -> new int[1], (c, x) -> {}, (a, b) -> a, c -> {
                    throw new StepFailedException("2:map of another run", 1, gone);
                });
        assertThat(failureOf(numbers(3).to(runsAnother)).step()).isEqualTo("2:collector");
    }

    @Test
    void runThatItsOwnStepCloses_ends() throws Exception {
        CompletableFuture<PipelineRun<?>> self = new CompletableFuture<>();
        long start = System.nanoTime();
        PipelineRun<?> run = numbers(10).peek(x -> self.get().close()).toList().start();
        self.complete(run);

        Ledger.auditEnd(run);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
    }

    @Test
    void whoStartsARun_runsNoneOfItsCode() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Collector<Integer, int[], Integer> tells = Collector.of(() -> new int[1], (c, x) -> {}, (a, b) -> a, c -> {
            threads.add(Thread.currentThread());
            return 1;
        });
        RunnablePipeline<Integer> pipeline = numbers(0).to(tells);
        for (int i = 0; i < 500; i++) {
            assertThat(pipeline.start().await(Ledger.LIMIT)).isEqualTo(1);
        }

        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void finisherThatHangs_isNamed_andCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Collector<Integer, int[], Integer> hangs = Collector.of(() -> new int[1], (c, x) -> {}, (a, b) -> a, c -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 1;
        });
        PipelineRun<Integer> run = numbers(3).to(hangs).start();

        await().untilAsserted(() -> assertThatExceptionOfType(java.util.concurrent.TimeoutException.class)
                .isThrownBy(() -> run.await(Duration.ofMillis(10)))
                .withMessageContaining("still works: 2:collector"));
        run.close();
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
    }

    @Test
    void runThatHasEnded_holdsNoneOfItsItems() throws Exception {
        List<WeakReference<Object>> items = new ArrayList<>();
        StepSupplier<Object> supplier = () -> {
            if (items.size() == 100) {
                return null;
            }
            Object item = new Object();
            items.add(new WeakReference<>(item));
            return item;
        };
        PipelineRun<?> run = Pipeline.from(supplier)
                .distinct()
                .async()
                .mapParallel(2, x -> x)
                .to(x -> {})
                .start();
        run.await(Ledger.LIMIT);

        await().atMost(Ledger.LIMIT).until(() -> {
            System.gc();
            return items.stream().allMatch(item -> item.get() == null);
        });
        Ledger.audit(run);
    }

    @Test
    void runThatIsIdle_holdsNothingThatHasGoneThrough() throws Exception {
        Channel<Object> in = left.in(Channel.rendezvous());
        PipelineRun<?> run =
                Pipeline.from(in).async().map(x -> x).async().to(x -> {}).start();
        List<WeakReference<Object>> items = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Object item = new Object();
            items.add(new WeakReference<>(item));
            in.put(item);
        }

        await().atMost(Ledger.LIMIT).until(() -> {
            System.gc();
            return items.stream().filter(item -> item.get() != null).count() <= 8;
        });
        in.close();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }
}
