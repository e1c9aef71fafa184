package dev.trestle.bench.pipeline;

import clojure.lang.IFn;
import dev.trestle.concurrent.Parallel;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A small function for each of a million boxed longs, on all processors; one thread reads what comes out, in order, and adds
 * it up. {@code pmap} takes fewer items, since it is slow. One operation is one item.
 */
public class ParallelBench {
    private static final int SMALLER = 20_000;

    /** The items. */
    @State(Scope.Benchmark)
    public static class Input {
        final List<Long> items = Items.longs(Items.COUNT);
    }

    /** The same in Clojure. */
    @State(Scope.Benchmark)
    public static class Clojure {
        final List<Long> items = Items.longs(SMALLER);
        final IFn pmap = InClojure.fn("pmapped");
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long map_trestle(Input input) {
        return sum(Parallel.map(input.items, Items::inc), Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(Items.COUNT)
    public long map_parallelStream(Input input) {
        return sum(input.items.parallelStream().map(Items::inc).toList(), Items.COUNT);
    }

    @Benchmark
    @OperationsPerInvocation(SMALLER)
    public Object map_pmap(Clojure clojure) {
        return clojure.pmap.invoke(clojure.items);
    }

    private static long sum(List<Long> numbers, long count) {
        long sum = 0;
        for (Long n : numbers) {
            sum += n;
        }
        if (sum != count * (count + 1) / 2) {
            throw new AssertionError("sum must be of all, was " + sum);
        }
        return sum;
    }
}
