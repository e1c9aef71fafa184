package dev.trestle.async;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A body on a thread of its own, whose failure fails the test that joins it. */
final class Running {
    /** What the thread does. */
    interface Body {
        void run() throws Exception;
    }

    final Thread thread;
    private final FutureTask<Void> task;

    private Running(FutureTask<Void> task) {
        this.task = task;
        this.thread = new Thread(task, "running");
        thread.setDaemon(true);
    }

    static Running start(Body body) {
        Running running = new Running(new FutureTask<>(() -> {
            body.run();
            return null;
        }));
        running.thread.start();
        return running;
    }

    void interrupt() {
        thread.interrupt();
    }

    void join() throws Exception {
        join(Duration.ofSeconds(30));
    }

    void join(Duration limit) throws Exception {
        try {
            task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the other thread failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            StringBuilder at = new StringBuilder("the other thread is still running:");
            for (StackTraceElement frame : thread.getStackTrace()) {
                at.append("\n  at ").append(frame);
            }
            throw new AssertionError(at.toString(), e);
        }
    }
}
