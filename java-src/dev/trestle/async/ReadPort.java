package dev.trestle.async;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
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
public sealed interface ReadPort<T> extends Iterable<T> permits Channel, ReadView {
    /**
     * Adopts what core.async can take from.
     *
     * @param port a core.async channel or another port; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no such port
     */
    static <T> ReadPort<T> wrap(@Nullable Object port) {
        return ReadView.wrap(port);
    }

    /**
     * Takes the next value, waiting for one if necessary. Clojure: {@code (<!! port)}.
     *
     * <p>A wait that is interrupted takes nothing. If a value arrives in the same moment, it is returned and the thread
     * stays interrupted.
     *
     * @return the value, or null if the channel is closed and drained
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws ChannelFailedException if the channel is drained and was closed with a cause
     * @throws TooManyWaitersException if 1,024 takes already wait
     * @throws IllegalStateException if called in a transaction
     */
    @Nullable
    T take() throws InterruptedException;

    /**
     * Takes the next value, waiting for one up to a time.
     *
     * <p>A wait that times out or is interrupted takes nothing and leaves nothing in the channel. If a value arrives in the
     * same moment, it is the outcome, and an interrupted thread stays interrupted.
     *
     * @param timeout how long to wait, &gt;= 0
     * @return {@link Taken.Value}, {@link Taken.Closed} or {@link Taken.TimedOut}
     * @throws InterruptedException if the thread is interrupted before or while it waits
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws TooManyWaitersException if 1,024 takes already wait
     * @throws IllegalStateException if called in a transaction
     */
    Taken<T> take(Duration timeout) throws InterruptedException;

    /**
     * Takes the next value if there is one now. Clojure: {@code (poll! port)}, which answers nil for both an empty and a
     * closed channel.
     *
     * @return {@link Taken.Value}, {@link Taken.Closed} or {@link Taken.WouldBlock}
     */
    Taken<T> poll();

    /**
     * Takes the next value when there is one. Clojure: {@code (take! port callback)}.
     *
     * <p>If a value is there now, the future is complete. If not, it is completed on a thread of core.async's dispatch pool,
     * which also runs its dependents; the pool is unbounded unless the system property
     * {@code clojure.core.async.executor-factory} says otherwise.
     *
     * <p>Cancelling the future, or completing it in any other way such as {@code orTimeout}, withdraws the take: nothing is
     * left in the channel. If it is too late, because a value has been promised, the attempt answers false and the value
     * will be the future's. Cancelling a dependent of the future does nothing to it. A value in a future that nobody
     * reads is lost.
     *
     * @return a future of the value, or of null if the channel is closed and drained; it fails with
     *     {@link ChannelFailedException} if the channel was closed with a cause
     * @throws TooManyWaitersException if 1,024 takes already wait
     */
    CompletableFuture<@Nullable T> takeAsync();

    /**
     * Takes the values that are there now, up to a number, without waiting. Clojure: {@code (poll! port)}, repeated.
     *
     * <p>If the collection refuses a value, that value has left the channel and is lost.
     *
     * @param target receives the values, in order
     * @param max how many at most, &gt;= 0
     * @return how many were taken; of a {@link Channel#promise} one at most
     * @throws IllegalArgumentException if {@code max} is negative
     */
    default int drainTo(Collection<? super T> target, int max) {
        return Drain.to(this, target, max);
    }

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
     * {@code InterruptedException}, has taken nothing, and leaves the thread interrupted. If the channel was closed with a
     * cause, the end is a {@link ChannelFailedException}.
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

    /**
     * Returns a stream that takes a value whenever its pipeline asks for one, never ahead, and ends when the channel is
     * closed and drained.
     *
     * <p>Closing the stream makes it end before its next take; it leaves the channel as it is, and does not wake a thread
     * that waits. The stream is sequential even if {@code parallel()} is called. If the thread is interrupted, the terminal
     * operation throws a {@link java.util.concurrent.CompletionException} caused by the {@code InterruptedException}, and
     * leaves the thread interrupted.
     *
     * @return a stream; several share the values
     */
    default Stream<T> stream() {
        return TakingSpliterator.stream(this);
    }

    /**
     * Returns a publisher that takes a value for each that a subscriber requests.
     *
     * <p>Subscribers share the values as all takers do. Nothing is taken ahead of a request, so if the channel is closed
     * while a subscriber requests nothing, it is told at its next request; the cause of a failed channel is its {@code onError}. Cancelling a
     * subscription withdraws its take; a value that has left the channel by then is still passed on. Signals come one at a
     * time on core.async's dispatch pool; what a subscriber throws ends its subscription and goes to the thread's uncaught
     * exception handler.
     *
     * @return a publisher; it holds nothing
     */
    default Flow.Publisher<T> toPublisher() {
        return new ChannelPublisher<>(this);
    }
}
