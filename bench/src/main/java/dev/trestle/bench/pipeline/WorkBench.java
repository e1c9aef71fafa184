package dev.trestle.bench.pipeline;

import dev.trestle.pipeline.Pipeline;
import dev.trestle.pipeline.RunnablePipeline;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Work that takes longer than a step between threads. The ideal of coarse work is two threads that count the items off and do
 * nothing else; that of waiting is the waits in flight at once, one after the other. One operation is one item.
 */
public class WorkBench {
    private static final int COARSE = 600;
    private static final int CORES = 2;

    /** About a millisecond of a core; what it is exactly does not matter, since the ideal does the same. */
    private static final long TOKENS = 600_000;

    private static final int BLOCKING = 50_000;
    private static final int IN_FLIGHT = 1_000;
    private static final long WAIT = 10_000_000;

    private static final RunnablePipeline<Void> COMPUTES = Pipeline.<Long>from(Items.longs(COARSE))
            .mapParallel(CORES, WorkBench::compute)
            .to(n -> {});
    private static final RunnablePipeline<Void> WAITS = Pipeline.<Long>from(Items.longs(BLOCKING))
            .mapBlocking(IN_FLIGHT, WorkBench::pause)
            .to(n -> {});

    private static Long compute(Long n) {
        Blackhole.consumeCPU(TOKENS);
        return n;
    }

    private static Long pause(Long n) {
        long end = System.nanoTime() + WAIT;
        for (long left = WAIT; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return n;
    }

    @Benchmark
    @OperationsPerInvocation(COARSE)
    public void coarse_trestle() throws Exception {
        COMPUTES.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(COARSE)
    public void coarse_ideal() throws InterruptedException {
        List<Long> items = Items.longs(COARSE);
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(CORES);
        for (int i = 0; i < CORES; i++) {
            new Thread(() -> {
                        for (int at = next.getAndIncrement(); at < COARSE; at = next.getAndIncrement()) {
                            compute(items.get(at));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKING)
    public void blocking_trestle() throws Exception {
        WAITS.start().await(Items.LIMIT);
    }

    @Benchmark
    @OperationsPerInvocation(BLOCKING)
    public void blocking_ideal() {
        for (int i = 0; i < BLOCKING / IN_FLIGHT; i++) {
            pause(0L);
        }
    }
}
