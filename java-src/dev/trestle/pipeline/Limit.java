package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Threads;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Calls that are given up after a time. They run elsewhere, since nothing else can end a function that does not want to. */
@NullMarked
final class Limit {
    private Limit() {}

    /** Only the run of the segment interrupts its threads, and then halts it first: any other interrupt means nothing here. */
    static @Nullable Object call(Guard.Call call, Object item, long nanos, Segment by) throws Exception {
        FutureTask<@Nullable Object> task = new FutureTask<>(() -> call.apply(item));
        Threads.waiting().execute(task);
        long deadline = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    if (by.isHalted()) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw Calls.sneaky(cause == null ? e : cause);
        } catch (TimeoutException e) {
            throw exceeded(nanos);
        } finally {
            boolean unused = task.cancel(true);
        }
    }

    static TimeoutException exceeded(long nanos) {
        return new TimeoutException("call must end within " + Duration.ofNanos(nanos));
    }
}
