package dev.trestle.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Not a test: a rough look at what an item costs. */
public final class Timing {
    private Timing() {}

    /** Three light steps across three asynchronous boundaries, several times. */
    public static void main(String[] args) throws Exception {
        int count = 1_000_000;
        List<Long> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(i);
        }
        RunnablePipeline<Long> pipeline = Pipeline.<Long>from(items)
                .async()
                .map(x -> x + 1)
                .async()
                .filter(x -> x % 2 == 0)
                .async()
                .map(x -> x * 2)
                .reduce(0L, Long::sum);
        for (int i = 0; i < 15; i++) {
            long start = System.nanoTime();
            PipelineRun<Long> run = pipeline.start();
            run.await(Duration.ofMinutes(1));
            System.out.printf("%.1f ns an item%n", (System.nanoTime() - start) / (double) count);
            Ledger.audit(run);
        }
    }
}
