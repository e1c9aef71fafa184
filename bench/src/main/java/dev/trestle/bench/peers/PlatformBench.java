package dev.trestle.bench.peers;

import static dev.trestle.bench.peers.Workloads.VALUES;

import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Jox's {@link Workloads} on platform threads, one for each sender and receiver. A chain has {@value #LENGTH} channels, and
 * there are {@value #PAIRS} pairs. Kotlin's coroutines are each the only one of a thread, which blocks where the coroutine
 * would suspend.
 */
public class PlatformBench {
    static final int LENGTH = 10;
    static final int PAIRS = 10;

    private static final ThreadFactory THREADS = Executors.defaultThreadFactory();

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_facade() throws InterruptedException {
        Workloads.pair(THREADS, new Trestle(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_coreasync() throws InterruptedException {
        Workloads.pair(THREADS, new CoreAsync(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_kotlin() throws InterruptedException {
        Workloads.pair(THREADS, new Kotlin(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_jdk() throws InterruptedException {
        Workloads.pair(THREADS, new Jdk(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_facade() throws InterruptedException {
        Workloads.pair(THREADS, new Trestle(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_coreasync() throws InterruptedException {
        Workloads.pair(THREADS, new CoreAsync(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_kotlin() throws InterruptedException {
        Workloads.pair(THREADS, new Kotlin(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_jdk() throws InterruptedException {
        Workloads.pair(THREADS, new Jdk(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_facade() throws InterruptedException {
        Workloads.pair(THREADS, new Trestle(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_coreasync() throws InterruptedException {
        Workloads.pair(THREADS, new CoreAsync(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_kotlin() throws InterruptedException {
        Workloads.pair(THREADS, new Kotlin(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_jdk() throws InterruptedException {
        Workloads.pair(THREADS, new Jdk(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_facade() throws InterruptedException {
        Workloads.chain(THREADS, new Trestle(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_coreasync() throws InterruptedException {
        Workloads.chain(THREADS, new CoreAsync(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_kotlin() throws InterruptedException {
        Workloads.chain(THREADS, new Kotlin(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_jdk() throws InterruptedException {
        Workloads.chain(THREADS, new Jdk(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_facade() throws InterruptedException {
        Workloads.pairs(THREADS, new Trestle(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_coreasync() throws InterruptedException {
        Workloads.pairs(THREADS, new CoreAsync(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_kotlin() throws InterruptedException {
        Workloads.pairs(THREADS, new Kotlin(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_jdk() throws InterruptedException {
        Workloads.pairs(THREADS, new Jdk(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void select_facade() throws InterruptedException {
        Workloads.select(THREADS, new Trestle());
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void select_coreasync() throws InterruptedException {
        Workloads.select(THREADS, new CoreAsync());
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void select_kotlin() throws InterruptedException {
        Workloads.select(THREADS, new Kotlin());
    }
}
