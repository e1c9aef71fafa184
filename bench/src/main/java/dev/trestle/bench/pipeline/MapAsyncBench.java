package dev.trestle.bench.pipeline;

import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.RunnablePipeline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What Pekko's MapAsyncBenchmark does: 100,000 items, each through a call that answers with a stage, one or four at a time; a
 * stage that is complete, or that a pool completes, the same for both. One operation is one item.
 */
public class MapAsyncBench {
    private static final int COUNT = 100_000;
    private static final Executor POOL = new ForkJoinPool(Runtime.getRuntime().availableProcessors());

    /** The items, and our pipelines. */
    @State(Scope.Benchmark)
    public static class Input {
        final List<Long> items = Items.longs(COUNT);
        final RunnablePipeline<Void> complete1 =
                Pipeline.<Long>from(items).mapAsync(1, MapAsyncBench::complete).to(n -> {});
        final RunnablePipeline<Void> complete4 =
                Pipeline.<Long>from(items).mapAsync(4, MapAsyncBench::complete).to(n -> {});
        final RunnablePipeline<Void> spawned4 =
                Pipeline.<Long>from(items).mapAsync(4, MapAsyncBench::spawned).to(n -> {});
        final RunnablePipeline<Void> spawned4Unordered = Pipeline.<Long>from(items)
                .mapAsyncUnordered(4, MapAsyncBench::spawned)
                .to(n -> {});
    }

    private static CompletionStage<Long> complete(Long n) {
        return CompletableFuture.completedFuture(n);
    }

    private static CompletionStage<Long> spawned(Long n) {
        return CompletableFuture.supplyAsync(() -> n, POOL);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void complete1_trestle(Input input) throws Exception {
        input.complete1.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void complete1_pekko(Input input, Actors actors) throws Exception {
        run(Source.from(input.items).mapAsync(1, MapAsyncBench::complete), actors);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void complete4_trestle(Input input) throws Exception {
        input.complete4.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void complete4_pekko(Input input, Actors actors) throws Exception {
        run(Source.from(input.items).mapAsync(4, MapAsyncBench::complete), actors);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void spawned4_trestle(Input input) throws Exception {
        input.spawned4.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void spawned4_pekko(Input input, Actors actors) throws Exception {
        run(Source.from(input.items).mapAsync(4, MapAsyncBench::spawned), actors);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void spawned4Unordered_trestle(Input input) throws Exception {
        input.spawned4Unordered.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void spawned4Unordered_pekko(Input input, Actors actors) throws Exception {
        run(Source.from(input.items).mapAsyncUnordered(4, MapAsyncBench::spawned), actors);
    }

    private static void run(Source<Long, ?> source, Actors actors) throws Exception {
        source.runWith(Sink.ignore(), actors.system).toCompletableFuture().get();
    }
}
