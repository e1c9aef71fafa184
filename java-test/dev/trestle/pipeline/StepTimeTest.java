package dev.trestle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import dev.trestle.testing.NothingLeft;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StepTimeTest {
    private static final int COUNT = 40;

    @RegisterExtension
    final NothingLeft left = new NothingLeft();

    private static Pipeline<Integer> numbers(int n) {
        return Pipeline.from(IntStream.range(0, n).boxed().toList());
    }

    private static Integer works(Integer item, long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            Thread.onSpinWait();
        }
        return item;
    }

    private static PipelineRun<?> ended(RunnablePipeline<?> pipeline) throws Exception {
        PipelineRun<?> run = pipeline.start();
        run.await(Ledger.LIMIT);
        Ledger.audit(run);
        return run;
    }

    private static long nanos(PipelineRun<?> run, String step) {
        return Ledger.step(run, step).time().toNanos();
    }

    private static long sum(PipelineRun<?> run) {
        return run.stats().stream().mapToLong(step -> step.time().toNanos()).sum();
    }

    @Test
    void fusedSteps_ofSlowItems_areToldApartExactly() throws Exception {
        long start = System.nanoTime();

        PipelineRun<?> run = ended(numbers(COUNT)
                .map(x -> works(x, 3_000_000))
                .filter(x -> works(x, 1_000_000) >= 0)
                .toList());

        assertThat(nanos(run, "map")).isGreaterThanOrEqualTo(COUNT * 3_000_000L * 99 / 100);
        assertThat(nanos(run, "filter")).isGreaterThanOrEqualTo(COUNT * 1_000_000L * 99 / 100);
        assertThat(sum(run)).isLessThan(System.nanoTime() - start);
    }

    @Test
    void fusedSteps_ofFastItems_shareTheirTime() throws Exception {
        long start = System.nanoTime();

        PipelineRun<?> run = ended(numbers(300_000)
                .async()
                .map(x -> x + 1)
                .named("light")
                .map(x -> works(x, 1_000))
                .named("heavy")
                .reduce(0, (a, b) -> b));

        assertThat(nanos(run, "heavy")).isGreaterThan(2 * nanos(run, "light"));
        assertThat(nanos(run, "async") + nanos(run, "light") + nanos(run, "heavy") + nanos(run, "reduce"))
                .isBetween(300_000_000L, System.nanoTime() - start);
    }

    @Test
    void itemThatBecomesMany_chargesEachStepWithItsOwn() throws Exception {
        long start = System.nanoTime();

        PipelineRun<?> run = ended(numbers(COUNT)
                .flatMap(x -> List.of(x, works(x, 2_000_000)))
                .map(x -> works(x, 1_000_000))
                .toList());

        long most = System.nanoTime() - start - 2 * COUNT * 990_000L;
        assertThat(nanos(run, "flatMap")).isBetween(COUNT * 1_980_000L, most);
        assertThat(nanos(run, "map")).isGreaterThanOrEqualTo(2 * COUNT * 990_000L);
    }

    @Test
    void whatIsDoneToAFewBatches_isTimedEachTime() throws Exception {
        long start = System.nanoTime();

        PipelineRun<?> run =
                ended(numbers(40_000).map(x -> x + 1).batch(1_000).to(batch -> works(batch.size(), 2_000_000)));

        assertThat(nanos(run, "consumer")).isGreaterThanOrEqualTo(COUNT * 1_980_000L);
        assertThat(sum(run)).isLessThan(System.nanoTime() - start);
    }

    @Test
    void whatIsDoneToWindows_hasItsShare_thoughItIsFast() throws Exception {
        PipelineRun<?> run = ended(numbers(1_000_000)
                .map(x -> x + 1)
                .window(100, 100)
                .map(window -> works(window.size(), 1_500))
                .named("work")
                .filter(x -> x > 0)
                .to(x -> {}));

        assertThat(nanos(run, "work")).isBetween(10_000_000L, sum(run));
    }

    @Test
    void transform_tellsHowLongItsFunctionRuns() throws Exception {
        PipelineRun<?> run = ended(numbers(COUNT)
                .<Integer>transform((in, out) -> {
                    for (Integer item : in) {
                        out.put(works(item, 1_000_000));
                    }
                })
                .toList());

        assertThat(nanos(run, "transform")).isGreaterThanOrEqualTo(COUNT * 990_000L);
    }

    @Test
    void waiting_isNoWork() throws Exception {
        Channel<Integer> in = left.in(Channel.rendezvous());
        long start = System.nanoTime();
        PipelineRun<?> run = Pipeline.from(in)
                .map(x -> x)
                .throttle(1, Duration.ofMillis(10), 1)
                .buffer(Buffer.fixed(1))
                .named("crossing")
                .map(x -> works(x, 20_000_000))
                .named("slow")
                .toList()
                .start();
        for (int i = 0; i < COUNT; i++) {
            in.put(i);
        }
        in.close();
        run.await(Ledger.LIMIT);
        long took = System.nanoTime() - start;

        assertThat(nanos(run, "slow")).isBetween(COUNT * 19_800_000L, took);
        assertThat(nanos(run, "map") + nanos(run, "throttle") + nanos(run, "crossing"))
                .isLessThan(took / 2);
    }

    @Test
    void parallelSteps_addUpTheirCalls() throws Exception {
        StepFunction<Integer, Integer> waits = x -> {
            long end = System.nanoTime() + 4_000_000;
            for (long left = 4_000_000; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return x;
        };
        StepFunction<Integer, CompletableFuture<Integer>> stage = x ->
                CompletableFuture.supplyAsync(() -> x, CompletableFuture.delayedExecutor(4, TimeUnit.MILLISECONDS));
        List<Pipeline<Integer>> pipelines = List.of(
                numbers(COUNT).mapParallel(8, waits).named("step"),
                numbers(COUNT).mapBlocking(8, waits).named("step"),
                numbers(COUNT).mapPartitioned(8, x -> x % 11, waits).named("step"),
                numbers(COUNT).mapAsync(8, stage).named("step"),
                numbers(COUNT).mapAsyncUnordered(8, stage).named("step"));
        for (Pipeline<Integer> pipeline : pipelines) {
            PipelineRun<?> run = ended(pipeline.toList());

            assertThat(nanos(run, "step")).isGreaterThanOrEqualTo(COUNT * 3_900_000L);
        }
    }

    @Test
    void zipAndConcat_countWhatTheyDo() throws Exception {
        PipelineRun<?> zipped = ended(numbers(COUNT)
                .zip(numbers(COUNT), (a, b) -> works(a, 1_000_000))
                .toList());
        PipelineRun<?> joined =
                ended(Pipeline.from(LongStream.range(0, 1000).boxed().toList())
                        .concat(Pipeline.from(List.of(1L)))
                        .toList());

        assertThat(nanos(zipped, "zip")).isGreaterThanOrEqualTo(COUNT * 990_000L);
        assertThat(nanos(joined, "concat")).isPositive();
    }
}
