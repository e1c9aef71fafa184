package dev.trestle.concurrent;

import clojure.lang.IFn;
import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Functions;
import dev.trestle.internal.Transactions;
import dev.trestle.internal.Vars;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for its value, for no longer than a time.
 *
 * <p>Clojure: {@code (deref (future ...) ms fallback)}, which leaves the task running.
 *
 * <pre>{@code
 * String answer = Timeouts.call(() -> ask("colour"), Duration.ofSeconds(5), "unknown");
 * }</pre>
 *
 * <p>The task runs on another thread, with the calling thread's dynamic bindings, while the caller waits. When the time is
 * over, or the caller is interrupted, the task is cancelled and its thread interrupted; a task that ignores interrupts
 * goes on by itself, unheard. If it ends at that very moment, its outcome counts: an interrupted caller gets the value and
 * keeps its flag. The forms without an executor use Clojure's pool for futures, as {@link ClojureFuture#call} does.
 *
 * <p>In a transaction each method throws {@code IllegalStateException}.
 *
 * <p>Thread-safe. Memory consistency effects: actions before the call happen-before the task begins, and the task
 * happens-before the return of its value.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Timeouts {
    private static final IFn BOUND = Vars.core("bound-fn*");

    private Timeouts() {}

    /**
     * Returns the task's value.
     *
     * <p>Clojure: {@code (deref (future-call task) ms nil)}.
     *
     * @param task the task
     * @param limit the longest time; zero cancels the task unless it is done at once, and 292 years or more is for ever
     * @param <T> the type of the value
     * @return the value
     * @throws TimeoutException if the task was not done in that time
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if Clojure's pools were shut down
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public static <T extends @Nullable Object> T call(Callable<? extends T> task, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long nanos = check(task, limit);
        return await(start(task), nanos, limit);
    }

    /**
     * Returns the task's value, or something else.
     *
     * <p>Clojure: {@code (deref (future-call task) ms fallback)}.
     *
     * @param task the task
     * @param limit the longest time; zero cancels the task unless it is done at once, and 292 years or more is for ever
     * @param fallback what to return when the task was not done in that time
     * @param <T> the type of the value
     * @return the value or {@code fallback}
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if Clojure's pools were shut down
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public static <T extends @Nullable Object> T call(Callable<? extends T> task, Duration limit, T fallback)
            throws InterruptedException, ExecutionException {
        long nanos = check(task, limit);
        return await(start(task), nanos, limit, fallback);
    }

    /**
     * Returns the task's value, running it on an executor.
     *
     * @param executor runs the task; one that runs it on the calling thread cannot end it
     * @param task the task
     * @param limit the longest time, the wait for a thread included; zero cancels the task unless it is done at once, and
     *     292 years or more is for ever
     * @param <T> the type of the value
     * @return the value
     * @throws TimeoutException if the task was not done in that time
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take the task
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public static <T extends @Nullable Object> T call(Executor executor, Callable<? extends T> task, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Checks.notNull(executor, "executor");
        long nanos = check(task, limit);
        return await(Timeouts.<T>start(executor, task), nanos, limit);
    }

    /**
     * Returns the task's value, running it on an executor, or something else.
     *
     * @param executor runs the task; one that runs it on the calling thread cannot end it
     * @param task the task
     * @param limit the longest time, the wait for a thread included; zero cancels the task unless it is done at once, and
     *     292 years or more is for ever
     * @param fallback what to return when the task was not done in that time
     * @param <T> the type of the value
     * @return the value or {@code fallback}
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws java.util.concurrent.RejectedExecutionException if the executor does not take the task
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    public static <T extends @Nullable Object> T call(
            Executor executor, Callable<? extends T> task, Duration limit, T fallback)
            throws InterruptedException, ExecutionException {
        Checks.notNull(executor, "executor");
        long nanos = check(task, limit);
        return await(Timeouts.<T>start(executor, task), nanos, limit, fallback);
    }

    private static long check(Callable<?> task, Duration limit) {
        Checks.notNull(task, "task");
        long nanos = Checks.nanos(limit, "limit");
        Transactions.forbid("Timeouts.call");
        return nanos;
    }

    private static <T extends @Nullable Object> Future<T> start(Callable<? extends T> task) {
        return FutureFacade.start(Functions.ofCallable(task));
    }

    private static <T extends @Nullable Object> Future<T> start(Executor executor, Callable<? extends T> task) {
        IFn bound = Calls.invoke(BOUND, Functions.ofCallable(task));
        FutureTask<T> future = new FutureTask<>(() -> Calls.cast(bound.invoke()));
        executor.execute(future);
        return future;
    }

    private static <T extends @Nullable Object> T await(Future<T> future, long nanos, Duration limit, T fallback)
            throws InterruptedException, ExecutionException {
        try {
            return await(future, nanos, limit);
        } catch (TimeoutException e) {
            return fallback;
        }
    }

    /** A cancellation that comes too late finds the value there: then it counts. */
    private static <T extends @Nullable Object> T await(Future<T> future, long nanos, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return future.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (future.cancel(true)) {
                TimeoutException named = new TimeoutException(
                        "task must be done within " + limit + ", was still running: it is cancelled and interrupted");
                named.initCause(e);
                throw named;
            }
        } catch (InterruptedException e) {
            if (future.cancel(true)) {
                throw e;
            }
            Thread.currentThread().interrupt();
        }
        return future.get();
    }
}
