package dev.trestle.bench.pipeline;

import clojure.lang.IFn;
import dev.trestle.async.Channel;
import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.PipelineRun;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What Manifold's benchmark of stream chains does: one message goes through a thousand steps, each of which adds one, and
 * the next follows when it has come out. core.async has a channel for each step, as in that benchmark. One operation is one
 * message.
 */
public class ChainBench {
    private static final int STEPS = 1_000;

    /** Our chain, between two channels. */
    @State(Scope.Benchmark)
    public static class Ours {
        final Channel<Long> in = Channel.rendezvous();
        final Channel<Long> out = Channel.rendezvous();
        private final PipelineRun<?> run;

        /** Starts it. */
        public Ours() {
            Pipeline<Long> pipeline = Pipeline.from(in);
            for (int i = 0; i < STEPS; i++) {
                pipeline = pipeline.map(Items::inc);
            }
            run = pipeline.to(out).start();
        }

        /** Ends it. */
        @TearDown
        public void end() {
            run.close();
        }
    }

    /** The same in Clojure. */
    @State(Scope.Benchmark)
    public static class CoreAsync {
        final Object ends = InClojure.fn("chain").invoke(STEPS);
        final IFn convey = InClojure.fn("convey");
    }

    @Benchmark
    public Object map1000_trestle(Ours ours) throws InterruptedException {
        ours.in.put(1L);
        return ours.out.take();
    }

    @Benchmark
    public Object map1000_coreAsync(CoreAsync coreAsync) {
        return coreAsync.convey.invoke(coreAsync.ends);
    }
}
