package dev.trestle.concurrent;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Holds the value of a task that runs on another thread.
 *
 * <p>Clojure: {@code (future ...)}, and any other {@code java.util.concurrent.Future}, which Clojure treats as one.
 *
 * <pre>{@code
 * ClojureFuture<Integer> sum = ClojureFuture.call(() -> 40 + 2);
 * int value = sum.deref(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>A facade: it holds no state of its own, and two facades over one future are equal. From Clojure {@code @},
 * {@code deref} with a timeout, {@code realized?}, {@code future?}, {@code future-done?}, {@code future-cancel} and
 * {@code future-cancelled?} work on it directly.
 *
 * <p>Each method that waits throws {@code InterruptedException} when the thread is interrupted, which clears the flag and
 * leaves the future as it was; and {@code IllegalStateException} in a transaction, unless the value is there.
 *
 * <p>Thread-safe. Memory consistency effects: actions in a thread before {@link #call} happen-before the task begins, and
 * actions of the task happen-before actions that follow a {@link #deref()} of its value in another thread.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
@NullMarked
public sealed interface ClojureFuture<T extends @Nullable Object> extends Future<T> permits FutureFacade {

    /**
     * Starts a task on Clojure's pool for futures, with the calling thread's dynamic bindings.
     *
     * <p>Clojure: {@code (future-call task)}.
     *
     * <p>The pool has no limit, and its threads are no daemons: they last for a minute after their last task, so a
     * program that is done should shut Clojure's agents down, which stops this pool too. The thread keeps the bindings
     * until its next task. In a transaction the task starts again with each attempt and runs outside of it.
     *
     * @param task the task; what it throws, an {@code Error} too, is the cause of the {@code ExecutionException} that
     *     readers get
     * @param <T> the type of the value
     * @return the future
     * @throws java.util.concurrent.RejectedExecutionException if Clojure's pools were shut down
     */
    static <T extends @Nullable Object> ClojureFuture<T> call(Callable<? extends T> task) {
        return FutureFacade.call(task);
    }

    /**
     * Adopts a future.
     *
     * <p>Clojure: {@code future}.
     *
     * @param future a Clojure future, any other {@code java.util.concurrent.Future}, or a facade, which is returned as it is
     * @param <T> the type that its value is known to have
     * @return the facade
     * @throws IllegalArgumentException if it is something else
     */
    static <T extends @Nullable Object> ClojureFuture<T> wrap(Object future) {
        return FutureFacade.adopt(future);
    }

    /**
     * Converts a stage, which gives it {@code @}, {@code realized?} and {@code future-cancel} in Clojure.
     *
     * <p>It adopts the stage's own {@code toCompletableFuture()}: cancelling the result cancels that, and interrupts
     * nothing.
     *
     * @param stage the stage
     * @param <T> the type of its value
     * @return a future that is done when the stage is
     * @throws UnsupportedOperationException if the stage has no {@code toCompletableFuture()}
     */
    static <T extends @Nullable Object> ClojureFuture<T> from(CompletionStage<T> stage) {
        return FutureFacade.from(stage);
    }

    /**
     * Returns the value, waiting for it.
     *
     * <p>Clojure: {@code (deref future)}, {@code @future}.
     *
     * @return the value
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws java.util.concurrent.CancellationException if the future was cancelled
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref() throws InterruptedException, ExecutionException;

    /**
     * Returns the value, waiting for it for a time.
     *
     * <p>Clojure: {@code (deref future ms nil)}, where a time-out cannot be told from a value.
     *
     * @param timeout the longest wait; zero does not wait, and 292 years or more is for ever
     * @return the value
     * @throws TimeoutException if there is no value in that time; the task goes on
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws java.util.concurrent.CancellationException if the future was cancelled
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;

    /**
     * Returns the value, waiting for it for a time, or something else.
     *
     * <p>Clojure: {@code (deref future ms fallback)}.
     *
     * @param timeout the longest wait; zero does not wait, and 292 years or more is for ever
     * @param fallback what to return when there is no value in that time; the task goes on
     * @return the value or {@code fallback}
     * @throws ExecutionException if the task failed; the cause is what it threw
     * @throws java.util.concurrent.CancellationException if the future was cancelled
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref(Duration timeout, T fallback) throws InterruptedException, ExecutionException;

    /**
     * Says whether the future is done: with a value, a failure or a cancellation.
     *
     * <p>Clojure: {@code (realized? future)}, {@code (future-done? future)}.
     *
     * @return true if {@link #deref()} would not wait
     */
    boolean isRealized();

    /**
     * Returns a {@code CompletableFuture} of the same outcome.
     *
     * <p>A future that came out of a {@code CompletableFuture} gives that one. Any other cannot call back, so while it
     * is not done a thread waits for it: a virtual thread where the JVM has them, else a daemon thread for each call.
     * Stages that follow run on that thread. Cancelling the result cancels this future, with an interrupt; completing
     * it in another way ends the wait and leaves this future alone. Cancelling a later stage does neither.
     *
     * @return the outcome, to build on
     */
    CompletableFuture<T> toCompletableFuture();

    /**
     * Returns Clojure's object.
     *
     * @return the future that this facade stands for
     */
    Object unwrap();
}
