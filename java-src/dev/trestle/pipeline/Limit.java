package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Threads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Calls that are given up after a time. They run elsewhere, since nothing else can end a function that does not want to. */
@NullMarked
final class Limit {
    private Limit() {}

    static @Nullable Object call(Guard.Call call, Object item, long nanos, Segment by) throws Exception {
        return call(call, item, nanos, by, result -> {});
    }

    /**
     * Only the run of the segment interrupts its threads, and then halts it first: any other interrupt means nothing here.
     *
     * @param late is given what the call comes to when it has been given up, on the thread of the call
     */
    static @Nullable Object call(Guard.Call call, Object item, long nanos, Segment by, Consumer<Object> late)
            throws Exception {
        Task task = new Task(() -> call.apply(item), late);
        Threads.waiting().execute(task);
        long deadline = System.nanoTime() + nanos;
        while (true) {
            try {
                return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                if (by.isHalted() && task.cancel(true)) {
                    throw e;
                }
            } catch (TimeoutException e) {
                if (task.cancel(true)) {
                    throw exceeded(nanos);
                }
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw Calls.sneaky(cause == null ? e : cause);
            }
        }
    }

    /** Either its result is waited for until it is there, or the task is cancelled: so no result is lost in between. */
    private static final class Task extends FutureTask<@Nullable Object> {
        private final Consumer<Object> late;

        Task(Callable<@Nullable Object> call, Consumer<Object> late) {
            super(call);
            this.late = late;
        }

        @Override
        protected void set(@Nullable Object result) {
            super.set(result);
            if (result != null && isCancelled()) {
                late.accept(result);
            }
        }
    }

    static TimeoutException exceeded(long nanos) {
        return new TimeoutException("call must end within " + Duration.ofNanos(nanos));
    }
}
