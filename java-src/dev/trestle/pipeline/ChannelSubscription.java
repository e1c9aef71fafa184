package dev.trestle.pipeline;

import dev.trestle.async.ReadPort;
import org.jspecify.annotations.NullMarked;

/**
 * A subscription whose events are taken from a channel. Clojure: {@code (<!! subscription)}, {@code alts!!}, {@code go} and
 * whatever else takes.
 *
 * <p>The channel is closed when the subscription ends. Thread-safe.
 *
 * @param <T> the type of what is delivered
 * @since 0.1.0
 */
@NullMarked
public sealed interface ChannelSubscription<T> extends Subscription permits Taking {
    /**
     * Returns the channel.
     *
     * @return the side to take from, always of the same channel
     */
    ReadPort<T> events();
}
