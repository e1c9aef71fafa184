package dev.trestle.async;

import java.util.Iterator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The side of a {@link Channel} that values come out of.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it put a value happens-before what another does
 * after it took that value.
 *
 * @param <T> the type of the values, never null
 * @since 0.1.0
 */
@NullMarked
public sealed interface ReadPort<T> extends Iterable<T> permits Channel {
    /**
     * Takes the next value, waiting for one if necessary. Clojure: {@code (<!! port)}.
     *
     * <p>A wait that is interrupted takes nothing. If a value arrives in the same moment, it is returned and the thread
     * stays interrupted.
     *
     * @return the value, or null if the channel is closed and drained
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws TooManyWaitersException if 1,024 takes already wait
     * @throws IllegalStateException if called in a transaction
     */
    @Nullable
    T take() throws InterruptedException;

    /**
     * Says whether the channel is closed. It may still hold values.
     *
     * @return true if it accepts no more values
     */
    boolean isClosed();

    /**
     * Returns an iterator that takes: {@code hasNext} waits for a value, and ends when the channel is closed and drained.
     *
     * <p>A value that {@code hasNext} has found belongs to the iterator and comes out of {@code next} only. If the thread
     * is interrupted, {@code hasNext} throws a {@link java.util.concurrent.CompletionException} caused by the
     * {@code InterruptedException}, has taken nothing, and leaves the thread interrupted.
     *
     * @return an iterator for one thread; several share the values
     */
    @Override
    Iterator<T> iterator();

    /**
     * Returns the core.async channel.
     *
     * @return the channel
     */
    Object unwrap();
}
