package dev.trestle.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Holds a value that is delivered once, by whoever has it first, to all who wait for it.
 *
 * <p>Clojure: {@code (promise)}.
 *
 * <pre>{@code
 * Promise<String> answer = Promise.create();
 * ClojureFuture.call(() -> answer.deliver("yes"));
 * String value = answer.deref(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>A facade: it holds no state of its own, and two facades over one promise are equal. From Clojure {@code @},
 * {@code deref} with a timeout, {@code realized?}, {@code deliver} and calling it with a value work on it directly.
 *
 * <p>A promise cannot fail, so there is no way to make one from a {@code CompletionStage}: a failed stage would leave its
 * readers waiting for ever. Use {@link ClojureFuture#from}; or deliver from a callback that has a value for the failure
 * too, such as {@code stage.whenComplete((value, failure) -> promise.deliver(failure == null ? value : NONE))}.
 *
 * <p>Each method that waits throws {@code InterruptedException} when the thread is interrupted, before or while it waits,
 * which clears the flag and leaves the promise as it was; and {@code IllegalStateException} in a transaction, unless the
 * value is there.
 *
 * <p>Thread-safe. Memory consistency effects: actions in a thread before it delivers the value happen-before actions that
 * follow a read of the value in another thread.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
@NullMarked
public sealed interface Promise<T extends @Nullable Object> permits PromiseFacade {

    /**
     * Makes a promise that has no value yet.
     *
     * <p>Clojure: {@code (promise)}.
     *
     * @param <T> the type of the value
     * @return the promise
     */
    static <T extends @Nullable Object> Promise<T> create() {
        return PromiseFacade.create();
    }

    /**
     * Adopts a promise.
     *
     * @param promise a Clojure promise, or a facade, which is returned as it is
     * @param <T> the type that its value is known to have
     * @return the facade
     * @throws IllegalArgumentException if it is something else
     */
    static <T extends @Nullable Object> Promise<T> wrap(Object promise) {
        return PromiseFacade.adopt(promise);
    }

    /**
     * Returns the value, waiting for it.
     *
     * <p>Clojure: {@code (deref promise)}, {@code @promise}.
     *
     * @return the value
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref() throws InterruptedException;

    /**
     * Returns the value, waiting for it for a time.
     *
     * <p>Clojure: {@code (deref promise ms nil)}, where a time-out cannot be told from a value.
     *
     * @param timeout the longest wait, in whole milliseconds, rounded up; zero does not wait, and 292 years or more is
     *     for ever
     * @return the value
     * @throws TimeoutException if there is no value in that time
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref(Duration timeout) throws InterruptedException, TimeoutException;

    /**
     * Returns the value, waiting for it for a time, or something else.
     *
     * <p>Clojure: {@code (deref promise ms fallback)}.
     *
     * @param timeout the longest wait, in whole milliseconds, rounded up; zero does not wait, and 292 years or more is
     *     for ever
     * @param fallback what to return when there is no value in that time
     * @return the value or {@code fallback}
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException if it would have to wait in a transaction
     */
    T deref(Duration timeout, T fallback) throws InterruptedException;

    /**
     * Says whether there is a value.
     *
     * <p>Clojure: {@code (realized? promise)}.
     *
     * @return true if {@link #deref()} would not wait
     */
    boolean isRealized();

    /**
     * Delivers the value, unless there is one.
     *
     * <p>Clojure: {@code (deliver promise value)}, which returns the promise the first time and nil afterwards.
     *
     * <p>It never waits. In a transaction it takes effect at once, even if that attempt is thrown away.
     *
     * @param value the value
     * @return true if this call has delivered it
     */
    boolean deliver(T value);

    /**
     * Returns a {@code CompletableFuture} of the value.
     *
     * <p>A promise cannot call back, so while there is no value a thread waits for it: a virtual thread where the JVM has
     * them, else a daemon thread for each call. Stages that follow run on that thread. Cancelling the result, or
     * completing it, ends the wait and leaves the promise alone. Cancelling a later stage does not.
     *
     * @return the value, to build on
     */
    CompletableFuture<T> toCompletableFuture();

    /**
     * Returns Clojure's object.
     *
     * @return the promise that this facade stands for
     */
    Object unwrap();
}
