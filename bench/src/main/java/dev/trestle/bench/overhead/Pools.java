package dev.trestle.bench.overhead;

import dev.trestle.reference.Agent;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Clojure's pools for agents and futures, with daemon threads: a measurement ends when it is done, not a minute later. */
final class Pools {
    static {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService fixed =
                Executors.newFixedThreadPool(2 + Runtime.getRuntime().availableProcessors(), daemons);
        Agent.sendExecutor(fixed);
        Agent.sendOffExecutor(Executors.newCachedThreadPool(daemons));
    }

    private Pools() {}

    static void ofDaemons() {
        // initializing this class is the work
    }
}
