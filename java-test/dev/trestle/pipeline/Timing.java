package dev.trestle.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Not a test: a rough look at what an item costs. */
public final class Timing {
    private static final OperatingSystemMXBean CLOCK =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

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
        for (int i = 0; i < 40; i++) {
            long cpu = CLOCK.getProcessCpuTime();
            long start = System.nanoTime();
            PipelineRun<Long> run = pipeline.start();
            run.await(Duration.ofMinutes(1));
            double wall = (System.nanoTime() - start) / (double) count;
            double busy = (CLOCK.getProcessCpuTime() - cpu) / (double) count;
            System.out.printf("%.1f ns an item, %.1f of processor time%n", wall, busy);
            Ledger.audit(run);
        }
    }
}
