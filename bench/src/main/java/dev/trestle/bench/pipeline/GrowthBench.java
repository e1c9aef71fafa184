package dev.trestle.bench.pipeline;

import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.RunnablePipeline;
import java.util.Iterator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What an item costs, beside a pipeline of a tenth of the items, and what a step costs, beside a pipeline of a tenth of the
 * steps: ratios of 1 mean that cost grows linearly.
 */
public class GrowthBench {
    private static final int ITEMS = 3_000_000;
    private static final int TENTH_OF_ITEMS = ITEMS / 10;
    private static final int STEPS = 100;
    private static final int TENTH_OF_STEPS = STEPS / 10;
    private static final int ITEMS_OF_STEPS = 20_000;

    /** The pipelines. */
    @State(Scope.Benchmark)
    public static class Ours {
        private static final List<Long> SOME = Items.longs(1_000);
        final RunnablePipeline<Long> items = asynchronous(ITEMS);
        final RunnablePipeline<Long> tenthOfItems = asynchronous(TENTH_OF_ITEMS);
        final RunnablePipeline<Void> steps = steps(STEPS);
        final RunnablePipeline<Void> tenthOfSteps = steps(TENTH_OF_STEPS);

        /** The items are few, again and again, so that memory is not what is measured. */
        private static RunnablePipeline<Long> asynchronous(int count) {
            return Pipeline.<Long>from(repeated(count))
                    .async()
                    .map(Items::inc)
                    .async()
                    .filter(Items::isEven)
                    .async()
                    .map(Items::twice)
                    .reduce(0L, Long::sum);
        }

        private static RunnablePipeline<Void> steps(int count) {
            Pipeline<Long> pipeline = Pipeline.from(repeated(ITEMS_OF_STEPS));
            for (int i = 0; i < count; i++) {
                pipeline = pipeline.map(Items::inc);
            }
            return pipeline.to(n -> {});
        }

        private static Iterable<Long> repeated(int count) {
            return () -> new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < count;
                }

                @Override
                public Long next() {
                    return SOME.get(next++ % SOME.size());
                }
            };
        }
    }

    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public long items_trestle(Ours ours) throws Exception {
        return ours.items.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(TENTH_OF_ITEMS)
    public long items_tenth(Ours ours) throws Exception {
        return ours.tenthOfItems.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(STEPS * ITEMS_OF_STEPS)
    public void steps_trestle(Ours ours) throws Exception {
        ours.steps.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(TENTH_OF_STEPS * ITEMS_OF_STEPS)
    public void steps_tenth(Ours ours) throws Exception {
        ours.tenthOfSteps.start().await(Items.LIMIT);
    }
}
