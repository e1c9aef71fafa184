package dev.trestle.async;

import org.jspecify.annotations.NullMarked;

/**
 * The side of a {@link Channel} that values go into.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it put a value happens-before what another does
 * after it took that value.
 *
 * @param <T> the type of the values, never null
 * @since 0.1.0
 */
@NullMarked
public sealed interface WritePort<T> permits Channel {
    /**
     * Puts a value, waiting until it is accepted if necessary. Clojure: {@code (>!! port value)}.
     *
     * <p>Accepted means taken, or held by the channel's buffer; a dropping buffer accepts what it drops. A wait that is
     * interrupted has put nothing. If the value is accepted in the same moment, the put counts and the thread stays
     * interrupted.
     *
     * @param value the value
     * @return true if it was accepted, false if the channel is closed
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws NullPointerException if {@code value} is null
     * @throws TooManyWaitersException if 1,024 puts already wait
     * @throws IllegalStateException if called in a transaction
     */
    boolean put(T value) throws InterruptedException;

    /**
     * Closes the channel; does nothing if it is closed. Clojure: {@code (close! port)}.
     *
     * <p>Waiting takes end with null. Values that the channel holds, and those of puts that already wait, can still be
     * taken: closing lets go of no putter, only a taker does.
     */
    void close();

    /**
     * Says whether the channel is closed.
     *
     * @return true if it accepts no more values
     */
    boolean isClosed();

    /**
     * Returns the core.async channel.
     *
     * @return the channel
     */
    Object unwrap();
}
