package dev.trestle.async;

import dev.trestle.internal.Checks;
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
        return ChannelFactory.create(null, null, null);
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
     */
    static <T> Channel<T> create(Buffer buffer) {
        return ChannelFactory.create(Checks.notNull(buffer, "buffer"), null, null);
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
}
