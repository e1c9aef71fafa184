package dev.trestle.bench.peers.virtual;

import static dev.trestle.bench.peers.Workloads.VALUES;

import dev.trestle.bench.peers.Workloads;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What Jox adds to the operations of the same name, as {@link dev.trestle.bench.peers.PlatformBench} describes them. */
public class PlatformBench {
    private static final int LENGTH = 10;
    private static final int PAIRS = 10;

    private static final ThreadFactory THREADS = Executors.defaultThreadFactory();

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_jox() throws InterruptedException {
        Workloads.chain(THREADS, new Jox(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_jox() throws InterruptedException {
        Workloads.pairs(THREADS, new Jox(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void select_jox() throws InterruptedException {
        Workloads.select(THREADS, new Jox());
    }
}
