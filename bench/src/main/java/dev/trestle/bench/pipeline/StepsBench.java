package dev.trestle.bench.pipeline;

import clojure.lang.IFn;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.RunnablePipeline;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;

/**
 * Three light steps over a million boxed longs, each on the other side of an asynchronous boundary; the sum is taken on the
 * last side. One operation is one item.
 *
 * <p>Each peer runs as its documentation says, on its own default scheduler, with buffers of 1,024, as large as our chunks,
 * where its own default is 16 to 256. core.async takes fewer items, since it is slow: its cost per
 * item does not depend on their number.
 */
public class StepsBench {
    private static final int SMALLER = 20_000;
    private static final int BUFFER = 1024;

    /** The items. */
    @State(Scope.Benchmark)
    public static class Input {
        final List<Long> items = Items.longs(Items.COUNT);
    }

    /** Our pipeline: a value, made once. */
    @State(Scope.Benchmark)
    public static class Ours {
        final RunnablePipeline<Long> pipeline = Pipeline.<Long>from(Items.longs(Items.COUNT))
                .async()
                .map(Items::inc)
                .async()
                .filter(Items::isEven)
                .async()
                .map(Items::twice)
                .reduce(0L, Long::sum);
    }

    /** Three chained calls of {@code clojure.core.async/pipeline}. */
    @State(Scope.Benchmark)
    public static class CoreAsync {
        final List<Long> items = Items.longs(SMALLER);
        final IFn steps = InClojure.fn("steps");
    }

    /** Threads for Mutiny, which has none of its own. */
    @State(Scope.Benchmark)
    public static class Threads {
        final ExecutorService pool = Executors.newCachedThreadPool();

        /** Ends them. */
        @TearDown
        public void end() {
            pool.shutdownNow();
        }
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long light_trestle(Ours ours) throws Exception {
        return Items.checked(ours.pipeline.start().await(Items.LIMIT), Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(SMALLER)
    public long light_coreAsync(CoreAsync coreAsync) {
        return Items.checked((Long) coreAsync.steps.invoke(coreAsync.items), SMALLER);
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long light_mutiny(Input input, Threads threads) {
        return Items.checked(
                Multi.createFrom()
                        .iterable(input.items)
                        .emitOn(threads.pool, BUFFER)
                        .map(Items::inc)
                        .emitOn(threads.pool, BUFFER)
                        .filter(Items::isEven)
                        .emitOn(threads.pool, BUFFER)
                        .map(Items::twice)
                        .collect()
                        .in(Sum::new, Sum::add)
                        .await()
                        .atMost(Items.LIMIT)
                        .value,
                Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long light_reactor(Input input) {
        return Items.checked(
                Flux.fromIterable(input.items)
                        .publishOn(reactor.core.scheduler.Schedulers.parallel(), BUFFER)
                        .map(Items::inc)
                        .publishOn(reactor.core.scheduler.Schedulers.parallel(), BUFFER)
                        .filter(Items::isEven)
                        .publishOn(reactor.core.scheduler.Schedulers.parallel(), BUFFER)
                        .map(Items::twice)
                        .reduce(0L, Long::sum)
                        .block(Items.LIMIT),
                Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long light_rxJava(Input input) {
        return Items.checked(
                Flowable.fromIterable(input.items)
                        .observeOn(Schedulers.computation(), false, BUFFER)
                        .map(Items::inc)
                        .observeOn(Schedulers.computation(), false, BUFFER)
                        .filter(Items::isEven)
                        .observeOn(Schedulers.computation(), false, BUFFER)
                        .map(Items::twice)
                        .reduce(0L, Long::sum)
                        .blockingGet(),
                Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long light_pekko(Input input, Actors actors) throws Exception {
        return Items.checked(
                Source.from(input.items)
                        .async()
                        .map(Items::inc)
                        .async()
                        .filter(Items::isEven)
                        .async()
                        .map(Items::twice)
                        .runWith(Sink.fold(0L, Long::sum), actors.buffered)
                        .toCompletableFuture()
                        .get(),
                Items.COUNT);
    }

    /** A sum to add to. */
    private static final class Sum {
        private long value;

        void add(Long n) {
            value += n;
        }
    }
}
