package dev.trestle.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Computes a value once, when it is first asked for.
 *
 * <p>Clojure: {@code (delay ...)}.
 *
 * <pre>{@code
 * Delay<Map<String, String>> settings = Delay.of(() -> Map.of("colour", "green"));
 * String colour = settings.deref().get("colour");
 * }</pre>
 *
 * <p>The first reader computes, on its own thread; others wait for it, and cannot be interrupted while they do. Whatever
 * the computation throws is kept as well: each reader gets the same throwable, and the delay never tries again. That goes
 * for an interrupt too: if one ends the computation, the delay has failed for good.
 *
 * <p>Reading a delay that is not computed is refused in a transaction, because Clojure's signal to retry the transaction
 * would be kept as the delay's outcome: force it before.
 *
 * <p>A facade: it holds no state of its own, and two facades over one delay are equal. From Clojure {@code @} and
 * {@code realized?} work on it directly; {@code delay?} and {@code force} know only {@code clojure.lang.Delay}, so they
 * need {@link #unwrap}. There is no timed form, as Clojure has none: use {@link #toCompletableFuture} or {@link Timeouts}.
 *
 * <p>Thread-safe. Memory consistency effects: the computation happens-before actions that follow a read of its value in
 * another thread.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
@NullMarked
public sealed interface Delay<T extends @Nullable Object> permits DelayFacade {

    /**
     * Makes a delay.
     *
     * <p>Clojure: {@code (delay (body))}.
     *
     * @param body computes the value, at most once; if it needs the delay's own value it gets an
     *     {@code IllegalStateException}, which is the delay's outcome then
     * @param <T> the type of the value
     * @return the delay
     */
    static <T extends @Nullable Object> Delay<T> of(Supplier<? extends T> body) {
        return DelayFacade.of(body);
    }

    /**
     * Adopts a delay.
     *
     * @param delay a {@code clojure.lang.Delay}, or a facade, which is returned as it is
     * @param <T> the type that its value is known to have
     * @return the facade
     * @throws IllegalArgumentException if it is something else
     */
    static <T extends @Nullable Object> Delay<T> wrap(Object delay) {
        return DelayFacade.adopt(delay);
    }

    /**
     * Returns the value, computing it if this is the first call.
     *
     * <p>Clojure: {@code (deref delay)}, {@code @delay}.
     *
     * <p>Throws what the computation threw: the same {@code RuntimeException} or {@code Error} each time, whichever thread
     * ran it.
     *
     * @return the value
     * @throws java.util.concurrent.CompletionException if the computation threw a checked exception, which is its cause
     * @throws IllegalStateException if it is not computed and the thread is in a transaction
     */
    T deref();

    /**
     * Returns the value, computing it if this is the first call; another name for {@link #deref}.
     *
     * <p>Clojure: {@code (force delay)}.
     *
     * @return the value
     * @throws java.util.concurrent.CompletionException if the computation threw a checked exception, which is its cause
     * @throws IllegalStateException if it is not computed and the thread is in a transaction
     */
    T force();

    /**
     * Says whether the value is computed, or has failed to be.
     *
     * <p>Clojure: {@code (realized? delay)}.
     *
     * @return true if {@link #deref} would not compute
     */
    boolean isRealized();

    /**
     * Returns a {@code CompletableFuture} of the value, starting the computation unless it is done.
     *
     * <p>It runs on Clojure's pool for futures, as {@link ClojureFuture#call} does, and stages that follow run there too.
     * Cancelling the result does not stop it: the value belongs to all readers of the delay.
     *
     * @return the value, to build on; it fails with what the computation threw
     * @throws java.util.concurrent.RejectedExecutionException if Clojure's pools were shut down
     * @throws IllegalStateException if it is not computed and the thread is in a transaction
     */
    CompletableFuture<T> toCompletableFuture();

    /**
     * Returns Clojure's object.
     *
     * @return the {@code clojure.lang.Delay} that this facade stands for
     */
    Object unwrap();
}
