package dev.trestle.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** Threads of one kind that do something together, once. */
public final class Crew {
    private final ThreadFactory factory;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * Makes a crew without members.
     *
     * @param factory makes its threads
     */
    public Crew(ThreadFactory factory) {
        this.factory = factory;
    }

    /** What a member does. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * Adds a member.
     *
     * @param task what it does
     */
    void add(Task task) {
        threads.add(factory.newThread(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                threads.forEach(Thread::interrupt);
            }
        }));
    }

    /** Starts all, and waits until all are done. */
    void work() throws InterruptedException {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("crew must not fail", failure.get());
        }
    }
}
