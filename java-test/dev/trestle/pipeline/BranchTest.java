package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.trestle.async.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several pipelines into one, and one into several. */
class BranchTest {
    private final List<PipelineRun<?>> runs = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        runs.forEach(PipelineRun::close);
        runs.forEach(Ledger::audit);
        Ledger.nothingLeft();
    }

    private <R> R ran(RunnablePipeline<R> pipeline) throws Exception {
        PipelineRun<R> run = pipeline.start();
        runs.add(run);
        return run.await(Ledger.LIMIT);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static Pipeline<Integer> numbers(int from, int to) {
        return Pipeline.from(range(from, to));
    }

    @Test
    void merge_letsAllIn() throws Exception {
        assertThat(ran(numbers(0, 1000)
                        .merge(numbers(1000, 2000).map(x -> x).mapParallel(2, x -> x))
                        .merge(numbers(2000, 2500))
                        .toList()))
                .containsExactlyInAnyOrderElementsOf(range(0, 2500));
    }

    @Test
    void merge_endsEarly_withBothSources() throws Exception {
        Channel<Integer> never = Channel.rendezvous();

        assertThat(ran(numbers(0, 5).merge(Pipeline.from(never)).take(5).toList()))
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void concat_keepsTheOrder() throws Exception {
        assertThat(ran(numbers(0, 5000).concat(numbers(5000, 9000)).toList())).isEqualTo(range(0, 9000));
    }

    @Test
    void concat_startsTheSecondWhenTheFirstHasEnded() throws Exception {
        Channel<Integer> first = Channel.rendezvous();
        AtomicInteger opened = new AtomicInteger();
        Iterable<Integer> second = () -> {
            opened.incrementAndGet();
            return List.of(2).iterator();
        };
        PipelineRun<List<Integer>> run = Pipeline.from(first)
                .concat(Pipeline.from(second).map(x -> x).async())
                .toList()
                .start();
        runs.add(run);
        first.put(1);
        await().until(() -> Ledger.step(run, "list").in() == 1);
        assertThat(opened).hasValue(0);
        first.close();

        assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 2);
        assertThat(opened).hasValue(1);
    }

    @Test
    void concat_neverReached_isNeverDrawn() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Iterable<Integer> second = () -> {
            opened.incrementAndGet();
            return List.of(2).iterator();
        };
        Stream<Integer> third = Stream.of(3).onClose(closed::incrementAndGet);
        Channel<Integer> never = Channel.buffered(5);
        range(0, 5).forEach(never::offer);

        assertThat(ran(Pipeline.from(never)
                        .concat(Pipeline.from(second).concat(Pipeline.from(third)))
                        .take(5)
                        .toList()))
                .containsExactly(0, 1, 2, 3, 4);
        PipelineRun<?> stopped =
                Pipeline.from(never).concat(Pipeline.from(second)).toList().start();
        runs.add(stopped);
        assertThat(stopped.stop(Ledger.LIMIT)).isTrue();

        assertThat(opened).hasValue(0);
        assertThat(closed).hasValue(1);
    }

    @Test
    void concat_ofSeveralThatJoinOthers() throws Exception {
        assertThat(ran(numbers(0, 10)
                        .concat(numbers(10, 20).concat(numbers(20, 30)))
                        .concat(numbers(30, 40).zip(numbers(0, 100), (x, y) -> x))
                        .toList()))
                .isEqualTo(range(0, 40));
    }

    @Test
    void zip_endsWithTheSecond_whileTheFirstIsIdle() throws Exception {
        Channel<Integer> idle = Channel.rendezvous();

        assertThat(ran(Pipeline.from(idle).zip(numbers(0, 0), Integer::sum).toList()))
                .isEmpty();
        PipelineRun<List<Integer>> run =
                Pipeline.from(idle).zip(numbers(0, 2), Integer::sum).toList().start();
        idle.put(1);
        idle.put(2);

        assertThat(run.await(Ledger.LIMIT)).containsExactly(1, 3);
        Ledger.audit(run);
        assertThat(idle.stats().waitingTakers()).isZero();
    }

    @Test
    void zip_pairsAndEndsWithTheShorter() throws Exception {
        assertThat(ran(numbers(0, 3).zip(numbers(10, 1000), Integer::sum).toList()))
                .containsExactly(10, 12, 14);
        assertThat(ran(numbers(0, 1000).zip(numbers(10, 13), Integer::sum).toList()))
                .containsExactly(10, 12, 14);
    }

    @Test
    void broadcast_sendsAllToEach() throws Exception {
        assertThat(ran(numbers(0, 3000)
                        .broadcast(
                                branch -> branch.map(x -> x + 1).toList(),
                                branch -> branch.take(2).toList(),
                                branch -> branch.mapParallel(2, x -> x).reduce(0, Integer::sum))))
                .containsExactly(range(1, 3001), List.of(0, 1), 2999 * 1500);
    }

    @Test
    void broadcast_endsWhenAllBranchesHave() throws Exception {
        StepSupplier<Integer> endless = () -> 1;

        assertThat(ran(Pipeline.from(endless)
                        .broadcast(
                                branch -> branch.take(2).toList(),
                                branch -> branch.take(3).toList())))
                .containsExactly(List.of(1, 1), List.of(1, 1, 1));
    }

    @Test
    void balance_leavesASlowBranchAlone() throws Exception {
        CountDownLatch most = new CountDownLatch(90);
        List<Object> results = ran(numbers(0, 100)
                .balance(
                        branch -> branch.peek(x -> most.await()).toList(),
                        branch -> branch.peek(x -> most.countDown()).toList()));

        assertThat((List<?>) results.get(0)).hasSizeLessThanOrEqualTo(10);
        assertThat(((List<?>) results.get(0)).size() + ((List<?>) results.get(1)).size())
                .isEqualTo(100);
    }

    @Test
    void balance_whoseBranchesAreAllBusy_waitsAndIsCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PipelineRun<?> run = numbers(0, 100)
                .balance(
                        branch -> branch.peek(x -> never.await()).toList(),
                        branch -> branch.peek(x -> never.await()).toList())
                .start();
        runs.add(run);
        await().until(() -> Ledger.step(run, "balance").out() >= 4);

        run.cancel();

        assertThat(run.completion()).failsWithin(Ledger.LIMIT).withThrowableOfType(CancellationException.class);
    }

    @Test
    void balance_goesOnWithTheBranchesThatAreLeft() throws Exception {
        List<Object> results = ran(numbers(0, 1_000)
                .balance(
                        branch -> branch.take(3).toList(),
                        branch -> branch.take(5).toList(),
                        branch -> branch.mapParallel(2, x -> x).toList()));

        assertThat((List<?>) results.get(0)).hasSizeLessThanOrEqualTo(3);
        assertThat((List<?>) results.get(1)).hasSizeLessThanOrEqualTo(5);
        assertThat((List<?>) results.get(2)).hasSizeGreaterThan(900);
        List<Object> both = ran(numbers(0, 1_000)
                .balance(
                        branch -> branch.take(3).toList(),
                        branch -> branch.take(5).toList()));
        assertThat((List<?>) both.get(0)).hasSize(3);
        assertThat((List<?>) both.get(1)).hasSize(5);
    }

    @Test
    void split_separates() throws Exception {
        assertThat(ran(numbers(0, 6).split(x -> x % 2 == 0, Pipeline::toList, Pipeline::toList)))
                .containsExactly(List.of(0, 2, 4), List.of(1, 3, 5));
    }

    @Test
    void partition_keepsAKeyInOneBranch() throws Exception {
        List<Object> results = ran(numbers(0, 100).partition(3, x -> x % 10, Pipeline::toList));

        assertThat(results).hasSize(3);
        List<Integer> all = new ArrayList<>();
        for (Object result : results) {
            List<Integer> branch = new ArrayList<>();
            ((List<?>) result).forEach(x -> branch.add((Integer) x));
            assertThat(branch).isSorted();
            assertThat(all.stream().map(x -> x % 10))
                    .doesNotContainAnyElementsOf(
                            branch.stream().map(x -> x % 10).toList());
            all.addAll(branch);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(range(0, 100));
    }

    @Test
    void branchOfAnotherPipeline_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> numbers(0, 1).broadcast(branch -> numbers(0, 1).toList()))
                .withMessageStartingWith("branch of 2:broadcast must be built on the pipeline that it gets");
        assertThatIllegalArgumentException().isThrownBy(() -> numbers(0, 1).broadcast());
    }
}
