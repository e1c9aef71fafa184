package dev.trestle.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work on several threads that start at the same moment. */
public final class Racing {
    private Racing() {}

    /** Work of one of the threads. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @param thread the number of the thread, from 0
         * @throws Exception if it fails
         */
        void run(int thread) throws Exception;
    }

    /**
     * Runs work on threads of its own and waits for all of them.
     *
     * @param count how many threads
     * @param work what each does
     * @throws Exception what the first of them threw
     */
    public static void threads(int count, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                all.add(pool.submit(() -> {
                    start.await();
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
