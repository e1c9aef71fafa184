package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.testing.Blocked;
import dev.trestle.testing.NothingLeft;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every run ends, or says why not, and leaves nothing behind. */
class EndsTest {
    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static StepSupplier<Integer> endless() {
        AtomicInteger next = new AtomicInteger();
        return next::getAndIncrement;
    }

    /** Four ways to go on, each with asynchronous steps behind it. */
    private static List<Function<Pipeline<Integer>, RunnablePipeline<?>>> ways() {
        return List.of(
                Pipeline::toList,
                p -> p.async().map(x -> x).mapParallel(3, x -> x).toList(),
                p -> p.mapBlocking(2, x -> x).merge(Pipeline.from(endless())).to(x -> {}),
                p -> p.async().broadcast(Pipeline::toList, b -> b.async().toList()));
    }

    private static void assertFails(PipelineRun<?> run, String message) throws Exception {
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageContaining(message);
        Ledger.auditEnd(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.FAILED);
    }

    @Test
    void sourceThatThrows_failsTheRun() throws Exception {
        for (Function<Pipeline<Integer>, RunnablePipeline<?>> way : ways()) {
            AtomicInteger next = new AtomicInteger();
            StepSupplier<Integer> supplier = () -> {
                if (next.get() == 100) {
                    throw new IOException("dry");
                }
                return next.getAndIncrement();
            };
            PipelineRun<?> run = way.apply(Pipeline.from(supplier)).start();

            assertFails(run, "1:supplier failed: java.io.IOException: dry");
            assertThat(run.stats().get(0).in()).isEqualTo(100);
        }
    }

    @Test
    void sourceThatCannotBeOpened_failsTheRun() throws Exception {
        Iterable<Integer> closed = () -> {
            throw new IllegalStateException("shut");
        };
        for (Function<Pipeline<Integer>, RunnablePipeline<?>> way : ways()) {
            assertFails(
                    way.apply(Pipeline.from(closed)).start(),
                    "1:iterable failed: java.lang.IllegalStateException: shut");
        }
    }

    @Test
    void iteratorThatThrowsAnError_failsTheRun() throws Exception {
        for (Function<Pipeline<Integer>, RunnablePipeline<?>> way : ways()) {
            Iterator<Integer> broken = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    throw new AssertionError("broken");
                }

                @Override
                public Integer next() {
                    throw new AssertionError("never asked");
                }
            };

            assertFails(
                    way.apply(Pipeline.from(broken)).start(), "1:iterator failed: java.lang.AssertionError: broken");
        }
    }

    @Test
    void sinkThatThrows_failsTheRun() throws Exception {
        PipelineRun<?> run = Pipeline.from(endless())
                .mapParallel(2, x -> x)
                .to(x -> {
                    if (x == 500) {
                        throw new IOException("full");
                    }
                })
                .start();

        assertFails(run, "3:consumer failed on 500: java.io.IOException: full");
        assertThat(Ledger.step(run, "consumer").out()).isEqualTo(500);
        assertThat(Ledger.step(run, "consumer").failed()).isEqualTo(1);
    }

    @Test
    void sinkOfOneBranchThatThrows_failsTheRun() throws Exception {
        PipelineRun<?> run = Pipeline.from(endless())
                .broadcast(
                        branch -> branch.async().to(x -> {}),
                        branch -> branch.to(x -> {
                            if (x == 500) {
                                throw new IOException("full");
                            }
                        }))
                .start();

        assertFails(run, "2:broadcast[1]/2:consumer failed on 500");
    }

    @Test
    void functionThatNeverReturns_andCannotBeInterrupted_isLeftAlone() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        StepFunction<Integer, Integer> stuck = x -> {
            while (x == 3 && !released.get()) {
                LockSupport.parkNanos(100_000);
                Thread.interrupted(); // it does not want to know
            }
            return x;
        };
        List<Pipeline<Integer>> pipelines = List.of(
                numbers(6).map(stuck),
                numbers(6).mapParallel(2, stuck),
                numbers(6).mapPartitioned(2, x -> x, stuck));
        try {
            for (Pipeline<Integer> pipeline : pipelines) {
                List<Object> letters = Collections.synchronizedList(new ArrayList<>());
                PipelineRun<List<Integer>> run = pipeline.timeout(Duration.ofMillis(500))
                        .onError(ErrorPolicy.deadLetter(failed -> letters.add(failed.item())))
                        .toList()
                        .start();

                assertThat(run.await(Ledger.LIMIT)).containsExactlyInAnyOrder(0, 1, 2, 4, 5);
                Ledger.audit(run);
                assertThat(letters).containsExactly(3);
            }
        } finally {
            released.set(true); // else it works on for nobody, as it was told
        }
    }

    @Test
    void functionThatNeverReturns_withoutALimit_isNamed_andEndsWithTheInterrupt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<?> run = numbers(10)
                .mapParallel(2, x -> {
                    never.await();
                    return x;
                })
                .named("stuck")
                .toList()
                .start();

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> run.await(Duration.ofMillis(50)))
                .withMessageContaining("2:stuck");
        run.close();
        Ledger.auditEnd(run);
        assertThat(Ledger.step(run, "stuck").undelivered()).isEqualTo(10);
    }

    @Test
    void closedChannels_endARun() throws Exception {
        Channel<Integer> in = left.in(Channel.buffered(5));
        Channel<Integer> out = left.in(Channel.buffered(5));
        in.close();
        PipelineRun<?> empty = Pipeline.from(in).async().to(out).start();
        empty.await(Ledger.LIMIT);
        Ledger.audit(empty);
        assertThat(out.isClosed()).isTrue();

        PipelineRun<?> refused = Pipeline.from(endless()).async().to(out).start();
        refused.await(Ledger.LIMIT);
        Ledger.audit(refused);
        assertThat(Ledger.step(refused, "channel").out()).isZero();
        assertThat(Ledger.step(refused, "channel").undelivered()).isPositive();
    }

    @Test
    void channelClosedBehindARunThatWaitsToPut_endsIt_andWhatItHoldsIsCounted() throws Exception {
        Channel<Integer> out = left.in(Channel.buffered(3));
        PipelineRun<?> run = Pipeline.from(endless()).async().to(out).start();
        await().atMost(Ledger.LIMIT).until(() -> out.stats().size() == 3);

        List<Integer> rest = out.closeAndDrain();
        run.await(Ledger.LIMIT);

        Ledger.audit(run);
        assertThat(Ledger.step(run, "channel").out()).isEqualTo(rest.size());
        assertThat(rest).isEqualTo(IntStream.range(0, rest.size()).boxed().toList());
    }

    @Test
    void channelThatNobodyTakesFrom_isLeftAtTheEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            Channel<Integer> in = left.in(Channel.buffered(10));
            Channel<Integer> out = left.in(Channel.rendezvous());
            PipelineRun<?> run =
                    Pipeline.from(in).mapParallel(2, x -> x).to(out, false).start();
            in.put(1);
            in.put(2);
            await().atMost(Ledger.LIMIT).until(() -> out.stats().waitingPutters() == 1);
            if (i == 0) {
                run.cancel();
            } else if (i == 1) {
                assertThat(run.stop(Duration.ofMillis(20))).isFalse();
            } else {
                run.close();
            }
            Ledger.auditEnd(run);
            left.check();
            assertThat(out.isClosed()).isFalse();
            assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
        }
    }

    @Test
    void endlessSource_isStopped() throws Exception {
        for (Function<Pipeline<Integer>, RunnablePipeline<?>> way : ways()) {
            PipelineRun<?> run = way.apply(Pipeline.from(endless())).start();
            await().atMost(Ledger.LIMIT).until(() -> run.stats().get(0).in() > 10);

            assertThat(run.stop(Ledger.LIMIT)).isTrue();

            Ledger.audit(run);
            assertThat(run.state()).isEqualTo(PipelineRun.State.STOPPED);
            assertThat(run.stats())
                    .allSatisfy(step -> assertThat(step.undelivered()).isZero());
        }
    }

    @Test
    void twoRunsAtOnce_doNotKnowEachOther() throws Exception {
        RunnablePipeline<List<Integer>> pipeline = numbers(20_000)
                .scan(0, Integer::sum)
                .async()
                .distinct()
                .mapParallel(2, x -> x)
                .toList();
        List<PipelineRun<List<Integer>>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(pipeline.start());
        }
        List<Integer> expected = new ArrayList<>(runs.get(0).await(Ledger.LIMIT));
        for (PipelineRun<List<Integer>> run : runs) {
            assertThat(run.await(Ledger.LIMIT)).isEqualTo(expected);
            Ledger.audit(run);
        }
    }

    @Test
    void callerThatIsInterrupted_whileItAwaits_leavesTheRunAlone() throws Exception {
        Channel<Integer> in = left.in(Channel.rendezvous());
        PipelineRun<List<Integer>> run = Pipeline.from(in).toList().start();
        Blocked<List<Integer>> caller = Blocked.on(() -> run.await(Ledger.LIMIT));

        assertThat(caller.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(run.state()).isEqualTo(PipelineRun.State.RUNNING);
        in.put(1);
        in.close();
        assertThat(run.await(Ledger.LIMIT)).containsExactly(1);
        Ledger.audit(run);
    }

    @Test
    void callerThatIsInterrupted_whileItStops_letsTheRunDrain() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        PipelineRun<List<Integer>> run = Pipeline.from(endless())
                .async()
                .peek(x -> gate.await())
                .toList()
                .start();
        await().atMost(Ledger.LIMIT).until(() -> run.stats().get(0).in() > 10);
        Blocked<Boolean> caller = Blocked.on(() -> run.stop(Ledger.LIMIT));

        assertThat(caller.interrupt().failure()).isInstanceOf(InterruptedException.class);
        assertThat(run.state()).isEqualTo(PipelineRun.State.ENDING);
        gate.countDown();
        List<Integer> all = run.await(Ledger.LIMIT);
        Ledger.audit(run);
        assertThat(all).hasSize((int) run.stats().get(0).in()).isSorted();
        assertThat(run.state()).isEqualTo(PipelineRun.State.STOPPED);
    }

    @Test
    void callerThatIsInterrupted_whileItCloses_closesAllTheSame() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        PipelineRun<?> run = numbers(3)
                .map(x -> {
                    while (!released.get()) {
                        Thread.onSpinWait();
                    }
                    return x;
                })
                .toList()
                .start();
        Blocked<String> caller = Blocked.on(() -> {
            run.close();
            return "closed";
        });

        caller.interrupt();
        assertThat(run.state()).isEqualTo(PipelineRun.State.ENDING);
        released.set(true);
        assertThat(caller.value()).isEqualTo("closed");
        assertThat(caller.flag()).isTrue();
        Ledger.audit(run);
    }

    @Test
    void stepThatInterruptsItsOwnThread_disturbsNeitherSourceNorSink() throws Exception {
        Channel<Integer> in = left.in(Channel.rendezvous());
        Channel<Integer> out = left.in(Channel.rendezvous());
        PipelineRun<?> run = Pipeline.from(in)
                .peek(x -> Thread.currentThread().interrupt())
                .to(out)
                .start();

        for (int i = 0; i < 100; i++) {
            in.put(i);
            assertThat(out.take()).isEqualTo(i);
        }
        in.close();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void sourceThatWaits_isDisturbedByNoInterruptOfOthers() throws Exception {
        Channel<Integer> in = left.in(Channel.rendezvous());
        PipelineRun<List<Integer>> run = Pipeline.from(in).toList().start();
        for (int i = 0; i < 20; i++) {
            await().atMost(Ledger.LIMIT).until(() -> in.stats().waitingTakers() == 1);
            interruptPipelines();
            in.put(i);
        }
        in.close();

        assertThat(run.await(Ledger.LIMIT)).hasSize(20).isSorted();
        Ledger.audit(run);
    }

    /** Says how many threads that were. */
    private static int interruptPipelines() {
        int interrupted = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("trestle-pipeline")) {
                thread.interrupt();
                interrupted++;
            }
        }
        return interrupted;
    }

    @Test
    void publisherThatIsAwaited_isDisturbedByNoInterruptOfOthers() throws Exception {
        PipelineRun<List<Integer>> run;
        List<Integer> sent = IntStream.range(0, 200).boxed().toList();
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            run = Pipeline.from(publisher).toList().start();
            await().until(publisher::hasSubscribers);
            for (Integer item : sent) {
                assertThat(interruptPipelines()).isPositive();
                publisher.submit(item);
            }
        }

        assertThat(run.await(Ledger.LIMIT)).isEqualTo(sent);
        Ledger.audit(run);
    }

    @Test
    void publisherThatAnswersAfterTheEnd_isTold() throws Exception {
        CompletableFuture<Flow.Subscriber<? super Integer>> subscriber = new CompletableFuture<>();
        Flow.Publisher<Integer> publisher = subscriber::complete;
        PipelineRun<?> run = Pipeline.from(publisher).toList().start();
        Flow.Subscriber<? super Integer> late = subscriber.get();
        run.close();
        AtomicInteger cancelled = new AtomicInteger();

        late.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
            }
        });

        assertThat(cancelled).hasValue(1);
        Ledger.audit(run);
    }

    @Test
    void interruptThatAFunctionLeaves_isNotForTheCallsThatFollow() throws Exception {
        StepFunction<Integer, Integer> leaves = x -> {
            Thread.currentThread().interrupt();
            return x;
        };
        for (Pipeline<Integer> pipeline : List.of(
                numbers(50).map(leaves).map(x -> x),
                numbers(50).mapParallel(2, leaves).mapParallel(2, x -> x),
                numbers(50).map(leaves).zip(numbers(50).map(leaves), (x, y) -> x))) {
            PipelineRun<List<Integer>> run =
                    pipeline.timeout(Duration.ofSeconds(20)).toList().start();

            assertThat(run.await(Ledger.LIMIT)).hasSize(50);
            Ledger.audit(run);
        }
    }

    @Test
    void threadsThatAreInterruptedByOthers_loseNothing() throws Exception {
        int count = 30_000;
        PipelineRun<List<Integer>> run = numbers(count)
                .async()
                .map(x -> x)
                .mapParallel(3, x -> x)
                .batch(10, Duration.ofMillis(1))
                .flatMap(x -> x)
                .mapPartitioned(2, x -> x % 5, x -> x)
                .concat(numbers(10))
                .buffer(Buffer.fixed(3))
                .toList()
                .start();
        long interrupts = 0;
        while (!run.completion().isDone()) {
            interrupts += interruptPipelines();
        }

        assertThat(run.await(Ledger.LIMIT)).hasSize(count + 10);
        Ledger.audit(run);
        assertThat(interrupts).isPositive();
    }
}
