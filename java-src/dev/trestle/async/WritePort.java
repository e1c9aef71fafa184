package dev.trestle.async;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

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
public sealed interface WritePort<T> permits Channel, WriteView {
    /**
     * Adopts what core.async can put to and close.
     *
     * @param port a core.async channel or another port; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no such port
     */
    static <T> WritePort<T> wrap(@Nullable Object port) {
        return WriteView.wrap(port);
    }

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
     * Puts a value, waiting up to a time until it is accepted.
     *
     * <p>A wait that times out or is interrupted has put nothing and leaves nothing in the channel. If the value is accepted
     * in the same moment, the put counts, and an interrupted thread stays interrupted.
     *
     * @param value the value
     * @param timeout how long to wait, &gt;= 0
     * @return {@link Put#ACCEPTED}, {@link Put#CLOSED} or {@link Put#TIMED_OUT}
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws NullPointerException if {@code value} is null
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws TooManyWaitersException if 1,024 puts already wait
     * @throws IllegalStateException if called in a transaction
     */
    Put put(T value, Duration timeout) throws InterruptedException;

    /**
     * Puts a value if it is accepted now. Clojure: {@code (offer! port value)}.
     *
     * @param value the value
     * @return {@link Put#ACCEPTED}, {@link Put#CLOSED} or {@link Put#WOULD_BLOCK}
     * @throws NullPointerException if {@code value} is null
     */
    Put offer(T value);

    /**
     * Puts a value when it is accepted. Clojure: {@code (put! port value callback)}.
     *
     * <p>If the value is accepted now, the future is complete. If not, it is completed on a thread of core.async's dispatch
     * pool, which also runs its dependents; the pool is unbounded unless the system property
     * {@code clojure.core.async.executor-factory} says otherwise.
     *
     * <p>Cancelling the future, or completing it in any other way such as {@code orTimeout}, withdraws the put: nothing is
     * left in the channel. If it is too late, because the value has been accepted, the attempt answers false. Cancelling a
     * dependent of the future does nothing to it.
     *
     * <p>Nothing slows the caller down: bound the number of such puts, or wait for them.
     *
     * @param value the value
     * @return a future of true if the value was accepted, of false if the channel is closed
     * @throws NullPointerException if {@code value} is null
     * @throws TooManyWaitersException if 1,024 puts already wait
     */
    CompletableFuture<Boolean> putAsync(T value);

    /**
     * Puts values in turn, waiting for each until it is accepted.
     *
     * <p>It ends early when the channel is closed, or when the thread is interrupted after the first value: then the thread
     * stays interrupted. The number tells exactly which values were put.
     *
     * @param values the values, none of them null
     * @return how many were accepted, from the first on
     * @throws InterruptedException if the thread is interrupted before the first value is accepted
     * @throws NullPointerException if a value is null; those before it were put
     * @throws TooManyWaitersException if 1,024 puts already wait; the values before were put
     * @throws IllegalStateException if called in a transaction
     */
    default int putAll(Iterable<? extends T> values) throws InterruptedException {
        return Drain.putAll(this, values);
    }

    /**
     * Closes the channel; does nothing if it is closed. Clojure: {@code (close! port)}.
     *
     * <p>Waiting takes end with null. Values that the channel holds, and those of puts that already wait, can still be
     * taken: closing lets go of no putter, only a taker does.
     */
    void close();

    /**
     * Closes the channel because of a failure; does nothing if it is closed. Clojure: {@code (close! port)}, and Clojure code
     * sees no more than that.
     *
     * <p>What the channel holds can still be taken. After that {@link ReadPort#take() take} throws
     * {@link ChannelFailedException}, as iterators and futures do, and the timed and non-blocking forms answer with a
     * {@link Taken.Closed} that has the cause: a failure does not look like an end.
     *
     * @param cause why
     */
    void close(Throwable cause);

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

    /**
     * Returns a subscriber that puts what is published, and closes the channel when the publisher ends or fails.
     *
     * <p>It requests the next value when the channel has accepted the one before, so never more than one waits outside. When
     * the channel is closed it cancels the subscription: at once if it is closed through a facade, be it from Java or from
     * Clojure; if Clojure code closes the core.async channel itself, at the next value, which is refused. What the
     * subscription throws closes the channel as failed.
     *
     * @return a subscriber for one subscription
     */
    default Flow.Subscriber<T> toSubscriber() {
        return new PuttingSubscriber<>(this);
    }
}
