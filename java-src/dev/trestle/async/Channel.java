package dev.trestle.async;

import dev.trestle.collection.Transducer;
import dev.trestle.internal.Checks;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads with back-pressure, which can be closed. Clojure: a core.async channel.
 *
 * <pre>{@code
 * Channel<String> words = Channel.buffered(16);
 * words.put("hello");
 * words.close();
 * for (String word : words) {
 *     System.out.println(word);
 * }
 * }</pre>
 *
 * <p>core.async is loaded when the first channel is made or adopted, which takes a few seconds unless it is compiled ahead
 * of time. Two facades of one core.async channel are equal.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it put a value happens-before what another does
 * after it took that value.
 *
 * @param <T> the type of the values, never null
 * @since 0.1.0
 */
@NullMarked
public sealed interface Channel<T> extends ReadPort<T>, WritePort<T> permits ChannelFacade {
    /**
     * Makes a channel that holds nothing: each put waits for a take. Clojure: {@code (chan)}.
     *
     * @param <T> the type of the values
     * @return a new channel
     */
    static <T> Channel<T> rendezvous() {
        return ChannelFactory.create(null);
    }

    /**
     * Makes a channel that holds up to {@code capacity} values before a put waits. Clojure: {@code (chan capacity)}.
     *
     * @param capacity how many, &gt; 0
     * @param <T> the type of the values
     * @return a new channel
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    static <T> Channel<T> buffered(int capacity) {
        return create(Buffer.fixed(capacity));
    }

    /**
     * Makes a channel with a buffer. Clojure: {@code (chan buffer)}.
     *
     * @param buffer the buffer
     * @param <T> the type of the values
     * @return a new channel
     * @throws IllegalStateException if {@code buffer} is adopted and in use
     */
    static <T> Channel<T> create(Buffer buffer) {
        return ChannelFactory.create(Checks.notNull(buffer, "buffer"));
    }

    /**
     * Makes a channel whose values go through a transducer. Clojure: {@code (chan buffer xform)}.
     *
     * <p>The transducer's functions run on the thread that puts, takes or closes, while the channel is locked: they must be
     * short, must not wait and must not use the channel. What they throw goes to the thread's uncaught exception handler, and
     * the value is dropped; its put is accepted all the same. A transducer that ends early, such as {@code take(n)}, closes
     * the channel, and puts that wait then are accepted and their values dropped. One that makes several values of one may
     * overfill the buffer.
     *
     * <p>A transducer that changes the type needs {@link #transduced}.
     *
     * @param buffer the buffer
     * @param transducer what values go through
     * @param <T> the type of the values
     * @return a new channel
     * @throws IllegalStateException if {@code buffer} is adopted and in use
     */
    static <T> Channel<T> create(Buffer buffer, Transducer<? super T, ? extends T> transducer) {
        return ChannelFactory.create(buffer, transducer, null);
    }

    /**
     * Makes a channel whose values go through a transducer, with a say in what happens when that throws. Clojure:
     * {@code (chan buffer xform ex-handler)}.
     *
     * <p>The handler runs where the transducer does, under the same conditions. What the handler itself throws goes to the
     * thread's uncaught exception handler, and the value is dropped.
     *
     * @param buffer the buffer
     * @param transducer what values go through
     * @param exHandler gives the value to hold instead, or null to drop it
     * @param <T> the type of the values
     * @return a new channel
     * @throws IllegalStateException if {@code buffer} is adopted and in use
     */
    static <T> Channel<T> create(
            Buffer buffer,
            Transducer<? super T, ? extends T> transducer,
            Function<? super Throwable, ? extends @Nullable T> exHandler) {
        return ChannelFactory.create(buffer, transducer, Checks.notNull(exHandler, "exHandler"));
    }

    /**
     * Makes a channel whose transducer changes the type of the values. Clojure: {@code (chan buffer xform)}.
     *
     * <p>The transducer runs as in {@link #create(Buffer, Transducer)}. Both ends unwrap to the one channel.
     *
     * @param buffer the buffer
     * @param transducer what values go through
     * @param <A> the type of what is put
     * @param <B> the type of what is taken
     * @return the ends of a new channel
     * @throws IllegalStateException if {@code buffer} is adopted and in use
     */
    static <A, B> Transduced<A, B> transduced(Buffer buffer, Transducer<? super A, ? extends B> transducer) {
        Object raw = ChannelFactory.create(buffer, transducer, null).unwrap();
        return new Transduced<>(new WriteView<>(raw), new ReadView<>(raw));
    }

    /**
     * Makes a channel whose transducer changes the type of the values, with a say in what happens when that throws.
     * Clojure: {@code (chan buffer xform ex-handler)}.
     *
     * @param buffer the buffer
     * @param transducer what values go through, as in {@link #create(Buffer, Transducer)}
     * @param exHandler gives the value to hold instead, or null to drop it, as in {@link #create(Buffer, Transducer,
     *     Function)}
     * @param <A> the type of what is put
     * @param <B> the type of what is taken
     * @return the ends of a new channel
     * @throws IllegalStateException if {@code buffer} is adopted and in use
     */
    static <A, B> Transduced<A, B> transduced(
            Buffer buffer,
            Transducer<? super A, ? extends B> transducer,
            Function<? super Throwable, ? extends @Nullable B> exHandler) {
        Object raw = ChannelFactory.create(buffer, transducer, Checks.notNull(exHandler, "exHandler"))
                .unwrap();
        return new Transduced<>(new WriteView<>(raw), new ReadView<>(raw));
    }

    /**
     * Makes a channel for one value, which every take receives once it is there. Clojure: {@code (promise-chan)}.
     *
     * <p>The first put decides; later ones are accepted and dropped. Closed without a value, every take ends with null.
     *
     * @param <T> the type of the value
     * @return a new channel
     */
    static <T> Channel<T> promise() {
        return ChannelFactory.promise();
    }

    /**
     * Adopts a core.async channel.
     *
     * @param channel a core.async channel; a facade is returned as it is
     * @param <T> the type that its values have, by the caller's word
     * @return a facade of it
     * @throws IllegalArgumentException if it is no channel
     */
    static <T> Channel<T> wrap(@Nullable Object channel) {
        return ChannelFactory.wrap(channel);
    }

    /**
     * Returns a processor that puts what is published, as {@link #toSubscriber} does, and publishes what it takes, as
     * {@link #toPublisher} does. A publisher's failure is passed on at once, ahead of the values in the channel. When the last
     * of its subscribers has cancelled, it cancels its own subscription and closes the channel.
     *
     * @return a processor for one subscription and any number of subscribers
     */
    default Flow.Processor<T, T> toProcessor() {
        return new ChannelProcessor<>(this);
    }

    /**
     * Returns a view of the channel as a queue.
     *
     * <p>{@code put} throws {@code IllegalStateException} if the channel is closed, {@code offer} answers false; {@code take}
     * throws {@code NoSuchElementException} if it is closed and drained, {@code poll} answers null. {@code size} is the number of
     * values in the buffer. What must look at values without taking them ({@code peek}, {@code element}, {@code contains},
     * {@code remove(Object)}, {@code iterator}) throws {@code UnsupportedOperationException}.
     *
     * @return a queue that refuses null
     */
    default BlockingQueue<T> asBlockingQueue() {
        return new QueueView<>(this);
    }

    /**
     * Makes a channel of the values of a publisher, and subscribes at once. The channel is closed when the publisher ends or
     * fails. Up to 16 values are held, and one waits; once the channel is closed, the subscription is cancelled, as {@link #toSubscriber} says.
     *
     * @param publisher the publisher
     * @param <T> the type of the values
     * @return a new channel
     */
    static <T> Channel<T> from(Flow.Publisher<? extends T> publisher) {
        Channel<T> channel = buffered(Feed.AHEAD);
        Checks.notNull(publisher, "publisher").subscribe(channel.toSubscriber());
        return channel;
    }

    /**
     * Makes a channel of some values, closed after the last. Clojure: {@code (to-chan!! values)}, but an endless source is read
     * 16 values ahead only.
     *
     * <p>The iterator runs on core.async's dispatch pool and may block. If it fails, or has a null, the channel is closed as
     * failed. Once the channel is closed, no more values are read.
     *
     * @param values the values
     * @param <T> their type
     * @return a new channel
     */
    static <T> Channel<T> from(Iterable<? extends T> values) {
        return Feed.channel(Checks.notNull(values, "values")::iterator, () -> {});
    }

    /**
     * Makes a channel of the values of a stream, closed after the last; then the stream is closed too. All else is as of
     * {@link #from(Iterable)}.
     *
     * @param values the stream
     * @param <T> the type of the values
     * @return a new channel
     */
    static <T> Channel<T> from(Stream<? extends T> values) {
        return Feed.channel(Checks.notNull(values, "values")::iterator, values::close);
    }

    /**
     * Makes a promise channel of the outcome of a stage: each take receives the value. If that is null the channel is closed
     * without a value; if the stage fails, it is closed as failed.
     *
     * @param stage the stage; closing the channel does not cancel it
     * @param <T> the type of the value
     * @return a new channel
     */
    static <T> Channel<T> from(CompletionStage<? extends @Nullable T> stage) {
        Checks.notNull(stage, "stage");
        return Failures.channel(stage);
    }

    /**
     * Closes the channel, and takes what is left in it: what its buffer holds, and what putters wait to put. Their puts count
     * as accepted.
     *
     * <p>Takers that come at the same time may get some of it, as ever. Of a {@link #promise} it is the one value.
     *
     * @return what was left, in order
     */
    List<T> closeAndDrain();

    /**
     * Returns a view that can only be taken from, for code that must not put or close. Clojure code that is given the view
     * can only take, too.
     *
     * @return a view, equal to this channel
     */
    ReadPort<T> readOnly();

    /**
     * Returns a view that can only be put to and closed.
     *
     * @return a view, equal to this channel
     */
    WritePort<T> writeOnly();

    /**
     * Describes the channel at this moment. Clojure: {@code (datafy channel)}.
     *
     * <p>It counts what has gone through if the channel's buffer is {@link Buffer#counted counted}; else nothing is ever
     * counted. A rendezvous has no buffer, and counts nothing.
     *
     * @return how many values and waiters there are
     */
    ChannelStats stats();
}
