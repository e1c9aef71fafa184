package dev.trestle.examples.census;

import dev.trestle.concurrent.Promise;
import dev.trestle.reference.ThrowingRunnable;
import java.time.Duration;

/** Ends the program well on Ctrl-C: stops the work, and keeps the JVM alive until everything is put away. */
final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Promise<ThrowingRunnable<Exception>> stop = Promise.create();
    private final Promise<Boolean> putAway = Promise.create();
    private final Thread hook = new Thread(this::end, "interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says how to stop the work; an interruption that comes before waits for this. */
    void stopWith(ThrowingRunnable<Exception> action) {
        stop.deliver(action);
    }

    private void end() {
        try {
            stop.deref(PATIENCE, () -> {}).run();
            putAway.deref(PATIENCE, false);
        } catch (Exception e) {
            // it takes longer than anybody waits
        }
    }

    /** Says that everything is put away. */
    @Override
    public void close() {
        stop.deliver(() -> {});
        putAway.deliver(true);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs, and has waited for this
        }
    }
}
