package dev.trestle.bench.peers.virtual;

import static dev.trestle.bench.peers.Workloads.VALUES;

import dev.trestle.bench.peers.CoreAsync;
import dev.trestle.bench.peers.Coroutines;
import dev.trestle.bench.peers.Jdk;
import dev.trestle.bench.peers.Trestle;
import dev.trestle.bench.peers.Workloads;
import java.util.concurrent.ThreadFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Jox's {@link Workloads} on virtual threads, one for each sender and receiver. A chain has {@value #LENGTH} channels, and
 * there are {@value #PAIRS} pairs. Instead of a virtual thread Kotlin has a coroutine of its default dispatcher.
 */
public class VirtualBench {
    private static final int LENGTH = 100;
    private static final int PAIRS = 100;

    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

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
    public void rendezvous_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 0);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void rendezvous_kotlin() {
        Coroutines.pair(0, VALUES);
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
    public void buffered16_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 16);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered16_kotlin() {
        Coroutines.pair(16, VALUES);
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
    public void buffered100_jox() throws InterruptedException {
        Workloads.pair(THREADS, new Jox(), 100);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void buffered100_kotlin() {
        Coroutines.pair(100, VALUES);
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
    public void chain_jox() throws InterruptedException {
        Workloads.chain(THREADS, new Jox(), 0, LENGTH);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void chain_kotlin() {
        Coroutines.chain(0, LENGTH, VALUES);
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
    public void pairs_jox() throws InterruptedException {
        Workloads.pairs(THREADS, new Jox(), 16, PAIRS);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void pairs_kotlin() {
        Coroutines.pairs(16, PAIRS, VALUES);
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
    public void select_jox() throws InterruptedException {
        Workloads.select(THREADS, new Jox());
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void select_kotlin() {
        Coroutines.select(VALUES);
    }
}
