package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import clojure.lang.RT;
import dev.trestle.async.Channel;
import dev.trestle.collection.Transducer;
import dev.trestle.reference.Stm;
import dev.trestle.testing.JavadocSnippet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineTest {
    @AfterEach
    void nothingIsLeft() {
        Ledger.nothingLeft();
    }

    private static <R> R ran(RunnablePipeline<R> pipeline) throws Exception {
        PipelineRun<R> run = pipeline.start();
        R result = run.await(Ledger.LIMIT);
        Ledger.audit(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.COMPLETED);
        return result;
    }

    /** A lambda alone could also be a supplier. */
    private static Iterable<Integer> iterable(Iterable<Integer> items) {
        return items;
    }

    @Test
    void snippet_isThatOfTheJavadoc() throws Exception {
        // snippet
        List<Integer> lengths = Pipeline.from(List.of("a", "", "bcd"))
                .filter(word -> !word.isEmpty())
                .map(String::length)
                .toList()
                .start()
                .await(Duration.ofSeconds(5));
        // end

        assertThat(lengths).containsExactly(1, 3);
        assertThat(JavadocSnippet.shownBy(Pipeline.class)).isEqualTo(JavadocSnippet.testedBy(PipelineTest.class));
    }

    @Test
    void syncSteps_doWhatTheirNamesSay() throws Exception {
        Pipeline<Integer> numbers = Pipeline.from(List.of(1, 2, 3, 4, 3, 2));
        List<Integer> seen = new ArrayList<>();

        assertThat(ran(numbers.map(x -> "n" + x).toList())).containsExactly("n1", "n2", "n3", "n4", "n3", "n2");
        assertThat(ran(numbers.filter(x -> x > 2).toList())).containsExactly(3, 4, 3);
        assertThat(ran(numbers.flatMap(x -> List.of(x, -x)).take(3).toList())).containsExactly(1, -1, 2);
        assertThat(ran(numbers.peek(seen::add).toList())).isEqualTo(seen).hasSize(6);
        assertThat(ran(numbers.scan(0, Integer::sum).toList())).containsExactly(1, 3, 6, 10, 13, 15);
        assertThat(ran(numbers.take(2).toList())).containsExactly(1, 2);
        assertThat(ran(numbers.take(0).toList())).isEmpty();
        assertThat(ran(numbers.takeWhile(x -> x < 4).toList())).containsExactly(1, 2, 3);
        assertThat(ran(numbers.drop(4).toList())).containsExactly(3, 2);
        assertThat(ran(numbers.distinct().toList())).containsExactly(1, 2, 3, 4);
        assertThat(ran(numbers.transduce(Transducer.<Integer>identity().partitionAll(4))
                        .toList()))
                .containsExactly(List.of(1, 2, 3, 4), List.of(3, 2));
        assertThat(ran(numbers.transduce(Transducer.<Integer>identity().take(2)).toList()))
                .containsExactly(1, 2);
    }

    @Test
    void syncSteps_withBoundariesEverywhere_doTheSame() throws Exception {
        List<Integer> result =
                ran(Pipeline.from(iterable(() -> IntStream.range(0, 100_000).iterator()))
                        .async()
                        .map(x -> x + 1)
                        .async()
                        .async()
                        .flatMap(x -> x % 2 == 0 ? List.of(x, x) : List.of())
                        .async()
                        .drop(10)
                        .async()
                        .toList());

        assertThat(result)
                .isEqualTo(IntStream.rangeClosed(1, 100_000)
                        .filter(x -> x % 2 == 0)
                        .boxed()
                        .flatMap(x -> Stream.of(x, x))
                        .skip(10)
                        .toList());
    }

    @Test
    void sources_areAllDrawn() throws Exception {
        Channel<Integer> channel = Channel.buffered(4);
        List.of(1, 2, 3).forEach(channel::offer);
        channel.close();
        Iterator<Integer> iterator = List.of(1, 2, 3).iterator();
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();

        assertThat(ran(Pipeline.from(channel).toList())).containsExactly(1, 2, 3);
        assertThat(ran(Pipeline.from(iterator).toList())).containsExactly(1, 2, 3);
        assertThat(ran(Pipeline.from(Stream.of(1, 2, 3).onClose(closed::incrementAndGet))
                        .toList()))
                .containsExactly(1, 2, 3);
        assertThat(closed).hasValue(1);
        assertThat(ran(Pipeline.<Integer>from(() -> next.get() < 3 ? next.incrementAndGet() : null)
                        .toList()))
                .containsExactly(1, 2, 3);
    }

    @Test
    void publisher_isDrawnToItsEndItsFailureOrTheRuns() throws Exception {
        PipelineRun<List<Integer>> whole;
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            whole = Pipeline.from(publisher).async().toList().start();
            PipelineRun<List<Integer>> two =
                    Pipeline.from(publisher).take(2).toList().start();
            PipelineRun<List<Integer>> stopped =
                    Pipeline.from(publisher).toList().start();
            await().until(() -> publisher.getNumberOfSubscribers() == 3);
            List.of(1, 2, 3).forEach(publisher::submit);

            assertThat(two.await(Ledger.LIMIT)).containsExactly(1, 2);
            await().until(() -> Ledger.step(stopped, "list").in() == 3);
            assertThat(stopped.stop(Ledger.LIMIT)).isTrue();
            assertThat(stopped.completion().join()).containsExactly(1, 2, 3);
            publisher.submit(4);
        }
        assertThat(whole.await(Ledger.LIMIT)).containsExactly(1, 2, 3, 4);
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            PipelineRun<?> failed = Pipeline.from(publisher).toList().start();
            publisher.closeExceptionally(new IOException("gone"));

            assertThatExceptionOfType(StepFailedException.class)
                    .isThrownBy(() -> failed.await(Ledger.LIMIT))
                    .withMessage("1:publisher failed: java.io.IOException: gone");
        }
    }

    @Test
    void sinks_areAllFed() throws Exception {
        Pipeline<Integer> numbers = Pipeline.from(List.of(1, 2, 3)).async();
        List<Integer> consumed = new ArrayList<>();
        Channel<Number> channel = Channel.buffered(4);
        Channel<Number> open = Channel.buffered(4);

        ran(numbers.to(consumed::add));
        ran(numbers.to(channel));
        ran(numbers.to(open, false));

        assertThat(consumed).containsExactly(1, 2, 3);
        assertThat(channel).containsExactly(1, 2, 3);
        assertThat(open.isClosed()).isFalse();
        assertThat(ran(numbers.reduce(10, Integer::sum))).isEqualTo(16);
        assertThat(ran(numbers.to(Collectors.summingInt(x -> x)))).isEqualTo(6);
    }

    @Test
    void clojureFunctions_areAccepted() throws Exception {
        StepFunction<Long, Long> inc = StepFunction.wrap(RT.var("clojure.core", "inc"));
        StepPredicate<Long> even = StepPredicate.wrap(RT.var("clojure.core", "even?"));
        StepBiFunction<Long, Long, Long> plus = StepBiFunction.wrap(RT.var("clojure.core", "+"));

        assertThat(ran(Pipeline.from(List.of(1L, 2L, 3L)).map(inc).filter(even).reduce(0L, plus)))
                .isEqualTo(6);
    }

    @Test
    void definition_startsNothing_andRunsManyTimesAtOnce() throws Exception {
        AtomicInteger started = new AtomicInteger();
        RunnablePipeline<Long> pipeline = Pipeline.<Long>from(() -> {
                    started.incrementAndGet();
                    return LongStream.range(0, 10_000).iterator();
                })
                .async()
                .take(5_000)
                .distinct()
                .scan(0L, Long::sum)
                .reduce(0L, Math::max);
        assertThat(started).hasValue(0);

        List<PipelineRun<Long>> runs = Stream.generate(pipeline::start).limit(4).toList();

        for (PipelineRun<Long> run : runs) {
            assertThat(run.await(Ledger.LIMIT)).isEqualTo(12_497_500L);
            Ledger.audit(run);
        }
        assertThat(started).hasValue(4);
    }

    @Test
    void consumedSource_isRefusedByTheSecondRun() throws Exception {
        RunnablePipeline<List<Integer>> pipeline =
                Pipeline.from(Stream.of(1)).map(x -> x).toList();
        ran(pipeline);

        assertThatIllegalStateException()
                .isThrownBy(pipeline::start)
                .withMessageContaining("1:stream was drawn by another run");
    }

    @Test
    void loneItem_crossesWithoutCompany() throws Exception {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        PipelineRun<?> run = Pipeline.from(in)
                .async()
                .map(x -> x + 1)
                .async()
                .map(x -> x + 1)
                .async()
                .to(out)
                .start();

        for (int i = 0; i < 100; i++) {
            in.put(i);
            assertThat(out.take(Ledger.LIMIT).toOptional()).contains(i + 2);
        }
        in.close();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void itemsBeforeASlowOne_areNotHeldBack() throws Exception {
        CountDownLatch seen = new CountDownLatch(500);
        PipelineRun<Void> run = Pipeline.from(
                        iterable(() -> IntStream.rangeClosed(0, 500).iterator()))
                .async()
                .map(x -> {
                    if (x == 500 && !seen.await(20, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("the items before must have arrived");
                    }
                    return x;
                })
                .async()
                .to(x -> seen.countDown())
                .start();

        run.await(Ledger.LIMIT);
        Ledger.audit(run);
    }

    @Test
    void take_endsAnInfiniteSource_thatWaits() throws Exception {
        Channel<Integer> in = Channel.buffered(10);
        in.put(1);
        in.put(2);

        List<Integer> result = ran(Pipeline.from(in)
                .async()
                .map(x -> x)
                .async()
                .map(x -> x)
                .async()
                .take(2)
                .toList());

        assertThat(result).containsExactly(1, 2);
        assertThat(in.isClosed()).isFalse();
        in.put(3);
        assertThat(in.take()).isEqualTo(3);
    }

    @Test
    void closedOutput_endsTheRun() throws Exception {
        Channel<Integer> out = Channel.buffered(1);
        PipelineRun<?> run = Pipeline.from(
                        iterable(() -> Stream.iterate(1, x -> x + 1).iterator()))
                .async()
                .to(out)
                .start();

        assertThat(out.take()).isEqualTo(1);
        out.close();

        run.await(Ledger.LIMIT);
        Ledger.audit(run);
        assertThat(Ledger.step(run, "channel").undelivered()).isPositive();
    }

    @Test
    void badInput_isRefusedWithTheStepsName() {
        Pipeline<Integer> numbers = Pipeline.from(List.of(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.map(x -> x).take(-1))
                .withMessage("n of 3:take must be >= 0, was -1");
        assertThatIllegalStateException()
                .isThrownBy(() -> numbers.onError(ErrorPolicy.skip()))
                .withMessage("onError must follow a step, follows the source 1:iterable");
        assertThatNullPointerException().isThrownBy(() -> numbers.map(null)).withMessage("f of 2:map must not be null");
        assertThatIllegalStateException()
                .isThrownBy(() -> Stm.dosync(() -> numbers.toList().start()))
                .withMessageContaining("must not be called in a transaction");
    }

    @Test
    void nullResult_failsTheItem() {
        PipelineRun<?> run = Pipeline.from(List.of(1)).map(x -> null).toList().start();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessageStartingWith("2:map failed on 1")
                .withCauseInstanceOf(NullPointerException.class)
                .satisfies(e -> assertThat(e.step()).isEqualTo("2:map"));
        Ledger.audit(run);
    }

    @Test
    void description_showsWhatIsFused() {
        RunnablePipeline<?> pipeline = Pipeline.from(List.of(1))
                .map(x -> x)
                .async()
                .filter(x -> true)
                .named("all")
                .toList();

        assertThat(pipeline.describe()).isEqualTo("1:iterable > 2:map\n=> 3:async > 4:all > 5:list");
        assertThat(pipeline.diagram())
                .isEqualTo("flowchart LR\n    s1[\"1:iterable\"]\n    s1 --> s2[\"2:map\"]\n    s2 ==> s3[\"3:async\"]"
                        + "\n    s3 --> s4[\"4:all\"]\n    s4 --> s5[\"5:list\"]");
    }

    @Test
    void description_showsWhatIsJoined_andTheBranches() throws Exception {
        Pipeline<Integer> other = Pipeline.from(List.of(2)).map(x -> x);
        RunnablePipeline<?> pipeline = Pipeline.from(List.of(1))
                .zip(other, (x, y) -> x)
                .named("a \"pair\"\nof two")
                .map(x -> x)
                .broadcast(Pipeline::toList, branch -> branch.async().to(x -> {}));
        PipelineRun<?> run = pipeline.start();
        run.await(Ledger.LIMIT);

        String text = pipeline.named("all").describe();
        assertThat(text)
                .isEqualTo("1:iterable\n=> 2:a \"pair\"\nof two\n=> 3:map > 4:all"
                        + "\n2:a \"pair\"\nof two/1:iterable > 2:a \"pair\"\nof two/2:map"
                        + "\n4:all[0]/1:branch > 4:all[0]/2:list"
                        + "\n4:all[1]/1:branch\n=> 4:all[1]/2:async > 4:all[1]/3:consumer");
        assertThat(run.stats())
                .allSatisfy(
                        step -> assertThat(run.describe()).contains(step.step().replace(" (in)", "")));
        assertThat(run.diagram())
                .isEqualTo("flowchart LR\n    s1[\"1:iterable\"]\n    s1 ==> s2[\"2:a #quot;pair#quot; of two\"]"
                        + "\n    s2 ==> s3[\"3:map\"]\n    s3 --> s4[\"4:broadcast\"]"
                        + "\n    s5[\"2:a #quot;pair#quot; of two/1:iterable\"]"
                        + "\n    s5 --> s6[\"2:a #quot;pair#quot; of two/2:map\"]\n    s6 ==> s2"
                        + "\n    s7[\"4:broadcast[0]/1:branch\"]\n    s7 --> s8[\"4:broadcast[0]/2:list\"]\n    s4 ==> s7"
                        + "\n    s9[\"4:broadcast[1]/1:branch\"]\n    s9 ==> s10[\"4:broadcast[1]/2:async\"]"
                        + "\n    s10 --> s11[\"4:broadcast[1]/3:consumer\"]\n    s4 ==> s9")
                .isEqualTo(pipeline.diagram());
    }

    @Test
    void sourceThatThrows_failsTheRun() {
        StepSupplier<Integer> source = () -> {
            throw new IOException("gone");
        };
        PipelineRun<?> run = Pipeline.from(source).async().toList().start();

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> run.await(Ledger.LIMIT))
                .withMessage("1:supplier failed: java.io.IOException: gone");
        Ledger.audit(run);
    }
}
