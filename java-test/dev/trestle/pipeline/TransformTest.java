package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import dev.trestle.async.Channels;
import dev.trestle.async.ReadPort;
import dev.trestle.collection.Transducer;
import dev.trestle.testing.JavadocSnippet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The user's own code between two channels of plain items. */
class TransformTest {
    @RegisterExtension
    final Runs runs = new Runs();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static Pipeline<Integer> endless() {
        return Pipeline.from(
                (Iterable<Integer>) () -> IntStream.iterate(0, x -> x + 1).iterator());
    }

    private static final StepTransform<Integer, Integer> SAME = (in, out) -> {
        for (Integer item : in) {
            out.put(item);
        }
    };

    @Test
    void items_goThroughPlainChannels_inOrder() throws Exception {
        List<Object> taken = new ArrayList<>();
        PipelineRun<List<Integer>> run = runs.start(numbers(5_000)
                .async()
                .<Integer>transform((in, out) -> {
                    for (Integer item : in) {
                        taken.add(item);
                        out.put(item + 1);
                    }
                })
                .toList());

        assertThat(run.await(Ledger.LIMIT))
                .isEqualTo(IntStream.rangeClosed(1, 5_000).boxed().toList());
        assertThat(taken).hasSize(5_000).startsWith(0, 1, 2);
        assertThat(Ledger.step(run, "transform").in()).isEqualTo(5_000);
        assertThat(Ledger.step(run, "transform").out()).isEqualTo(5_000);
    }

    @Test
    void afterAStepWithThreadsOfItsOwn_andBeforeOne() throws Exception {
        PipelineRun<List<Integer>> run = runs.start(numbers(1_000)
                .mapParallel(2, x -> x)
                .transform(SAME)
                .transform(SAME)
                .mapParallel(3, x -> x)
                .toList());

        assertThat(run.await(Ledger.LIMIT))
                .isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void pipelineOfCoreAsync_worksInBetween() throws Exception {
        PipelineRun<List<Integer>> run = runs.start(numbers(200)
                .<Integer>transform((in, out) -> Channels.pipeline(
                                2, out, Transducer.<Integer>identity().map(x -> x * 2), in)
                        .join())
                .toList());

        assertThat(run.await(Ledger.LIMIT))
                .isEqualTo(IntStream.range(0, 200).map(x -> x * 2).boxed().toList());
    }

    @Test
    void itemsMoreOrLess_areCountedAsExpandedOrMerged() throws Exception {
        PipelineRun<List<Integer>> more = runs.start(numbers(10)
                .<Integer>transform((in, out) -> {
                    for (Integer item : in) {
                        out.put(item);
                        out.put(item);
                    }
                })
                .toList());
        PipelineRun<List<Integer>> less = runs.start(numbers(10)
                .<Integer>transform((in, out) -> {
                    int sum = 0;
                    for (Integer item : in) {
                        sum += item;
                    }
                    out.put(sum);
                })
                .toList());

        assertThat(more.await(Ledger.LIMIT)).hasSize(20);
        assertThat(less.await(Ledger.LIMIT)).containsExactly(45);
        assertThat(Ledger.step(more, "transform").expanded()).isEqualTo(10);
        assertThat(Ledger.step(less, "transform").merged()).isEqualTo(9);
    }

    @Test
    void functionThatWorksOn_whenAllElseHasEnded_hasMergedWhatItDidNotPut() throws Exception {
        Channel<Integer> never = Channel.rendezvous();
        PipelineRun<List<Integer>> run = runs.start(numbers(10)
                .<Integer>transform((in, out) -> {
                    for (Integer item : in) {
                        if (item < 4) {
                            out.put(item);
                        }
                    }
                    out.close();
                    Integer unused = never.take(); // until it is told that nobody wants more
                })
                .toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(0, 1, 2, 3);
        assertThat(Ledger.step(run, "transform").merged()).isEqualTo(6);
    }

    @Test
    void returningEarly_endsTheSource() throws Exception {
        PipelineRun<List<Integer>> run = runs.start(
                endless().<Integer>transform((in, out) -> out.put(in.take())).toList());

        assertThat(run.await(Ledger.LIMIT)).containsExactly(0);
        StepStats step = Ledger.step(run, "transform");
        assertThat(step.in()).isEqualTo(step.out() + step.undelivered());
    }

    @Test
    void whenNoMoreIsWanted_theFunctionIsTold() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<List<Integer>> put =
                runs.start(endless().transform(SAME).take(3).toList());
        PipelineRun<List<Integer>> waiting = runs.start(endless()
                .<Integer>transform((in, out) -> {
                    out.put(in.take());
                    never.await();
                })
                .take(1)
                .toList());

        assertThat(put.await(Ledger.LIMIT)).containsExactly(0, 1, 2);
        assertThat(waiting.await(Ledger.LIMIT)).containsExactly(0);
        assertThat(waiting.state()).isEqualTo(PipelineRun.State.COMPLETED);
    }

    @Test
    void failure_failsTheRun() throws Exception {
        PipelineRun<?> thrown = runs.start(numbers(10)
                .<Integer>transform((in, out) -> {
                    throw new IOException("gone");
                })
                .toList());
        PipelineRun<?> closed = runs.start(numbers(10)
                .<Integer>transform((in, out) -> {
                    out.put(in.take());
                    out.close(new IOException("gone"));
                })
                .toList());

        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> thrown.await(Ledger.LIMIT))
                .withMessage("2:transform failed: java.io.IOException: gone");
        assertThatExceptionOfType(StepFailedException.class)
                .isThrownBy(() -> closed.await(Ledger.LIMIT))
                .withMessageStartingWith("2:transform failed")
                .withRootCauseInstanceOf(IOException.class);
    }

    @Test
    void cancel_endsAFunctionThatWaits() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<?> run = runs.start(numbers(100)
                .<Integer>transform((in, out) -> {
                    out.put(in.take());
                    waits.countDown();
                    never.await();
                })
                .toList());
        assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();

        run.cancel();

        Ledger.auditEnd(run);
        assertThat(run.state()).isEqualTo(PipelineRun.State.CANCELLED);
    }

    @Test
    void stop_letsOutWhatIsInside() throws Exception {
        Channel<Integer> source = Channel.buffered(4);
        PipelineRun<List<Integer>> run =
                runs.start(Pipeline.from(source).transform(SAME).toList());
        source.put(1);
        source.put(2);
        await().until(() -> Ledger.step(run, "list").in() == 2);

        assertThat(run.stop(Ledger.LIMIT)).isTrue();

        assertThat(run.completion().join()).containsExactly(1, 2);
    }

    @Test
    void in_canOnlyBeTakenFrom() throws Exception {
        List<Object> seen = new ArrayList<>();
        PipelineRun<?> run = runs.start(
                numbers(1).<Integer>transform((in, out) -> seen.add(in)).toList());
        run.await(Ledger.LIMIT);

        assertThat(seen).singleElement().isInstanceOf(ReadPort.class).isNotInstanceOf(Channel.class);
    }

    @Test
    void snippet_isThatOfTheJavadoc() throws Exception {
        // snippet
        StepTransform<String, Integer> lengths = (in, out) -> {
            for (String word : in) {
                out.put(word.length());
            }
        };
        // end

        assertThat(runs.start(Pipeline.from(List.of("a", "bc"))
                                .transform(lengths)
                                .toList())
                        .await(Ledger.LIMIT))
                .containsExactly(1, 2);
        assertThat(JavadocSnippet.shownBy(StepTransform.class)).isEqualTo(JavadocSnippet.testedBy(TransformTest.class));
    }
}
