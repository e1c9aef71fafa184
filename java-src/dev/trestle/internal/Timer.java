package dev.trestle.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/**
 * Runs short tasks at a later time: one daemon thread, on the monotonic clock.
 *
 * <p>An entry that is cancelled leaves the queue at once and holds nothing. The thread starts with the first entry and
 * ends when there has been none for a while. Tasks share the thread, so they must be short and must never wait.
 */
@NullMarked
public final class Timer {
    private static final long IDLE_SECONDS = 1;
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Future<?> entry;

    private Timer(Future<?> entry) {
        this.entry = entry;
    }

    /**
     * Runs a task once, not before a time has passed. What it throws goes to {@link Calls#uncaught}.
     *
     * @param nanos nanoseconds from now; {@code Long.MAX_VALUE} is never, and less than 1 is at once
     * @param task what to run, on the timer's thread
     * @return the entry, which can be cancelled
     */
    public static Timer schedule(long nanos, Runnable task) {
        return new Timer(CLOCK.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        Calls.uncaught(e);
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS));
    }

    /**
     * Takes the entry out, unless its task has begun. The task is never interrupted.
     *
     * @return true if the task will not run because of this call
     */
    public boolean cancel() {
        return entry.cancel(false);
    }

    /**
     * Says how many entries wait for their time.
     *
     * @return the count, without those that were cancelled
     */
    public static int pending() {
        return CLOCK.getQueue().size();
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(1, task -> Threads.daemon("trestle-timer", task));
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }
}
