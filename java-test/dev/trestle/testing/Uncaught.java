package dev.trestle.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens to what nobody catches. */
public final class Uncaught {
    private Uncaught() {}

    /** Something that may throw. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * Runs a body and collects what reaches the uncaught exception handler meanwhile, on this thread and on any other.
     *
     * @param body what to run
     * @return what was heard, in order
     * @throws Exception if the body does
     */
    public static List<Throwable> during(Body body) throws Exception {
        List<Throwable> heard = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> heard.add(e));
        try {
            body.run();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        return heard;
    }
}
