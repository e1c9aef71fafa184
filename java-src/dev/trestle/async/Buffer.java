package dev.trestle.async;

import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Says how many values a {@link Channel} holds, and what it does with one more. Clojure: a core.async buffer.
 *
 * <pre>{@code
 * Buffer latest = Buffer.sliding(100).onDropped(value -> dropped.add(value));
 * Channel<Integer> prices = Channel.create(latest);
 * }</pre>
 *
 * <p>A buffer is a recipe: each channel that Java makes from it gets one of its own. {@code chan} of Clojure accepts it as
 * well, and uses it as it would use a buffer of its own: for one channel only.
 *
 * <p>Thread-safe. Memory consistency effects: those of the channel. Serializable as a description, from which another JVM makes
 * its own: unless it was adopted, or its callback is not serializable.
 *
 * @since 0.1.0
 */
@NullMarked
public sealed interface Buffer permits BufferFacade {
    /**
     * Holds up to {@code capacity} values; then puts wait. Clojure: {@code (buffer capacity)}.
     *
     * @param capacity how many, &gt; 0
     * @return a buffer
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    static Buffer fixed(int capacity) {
        return BufferFacade.of(Checks.positive(capacity, "capacity"), false, ChannelEngine::fixedBuffer);
    }

    /**
     * Holds up to {@code capacity} values; then puts are accepted and their values dropped. Clojure:
     * {@code (dropping-buffer capacity)}.
     *
     * @param capacity how many, &gt; 0
     * @return a buffer
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    static Buffer dropping(int capacity) {
        return BufferFacade.of(Checks.positive(capacity, "capacity"), true, ChannelEngine::droppingBuffer);
    }

    /**
     * Holds up to {@code capacity} values; then a put drops the oldest. Clojure: {@code (sliding-buffer capacity)}.
     *
     * @param capacity how many, &gt; 0
     * @return a buffer
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    static Buffer sliding(int capacity) {
        return BufferFacade.of(Checks.positive(capacity, "capacity"), true, ChannelEngine::slidingBuffer);
    }

    /**
     * Adopts a core.async buffer. It is no recipe: one channel can be made from it, and it must not be in use.
     *
     * @param buffer a core.async buffer; a facade is returned as it is
     * @return a facade of it
     * @throws IllegalArgumentException if it is no buffer
     */
    static Buffer wrap(@Nullable Object buffer) {
        return BufferFacade.adopt(buffer);
    }

    /**
     * Returns a buffer that tells what it drops, and counts as {@link #counted} does. A fixed buffer drops nothing.
     *
     * <p>The callback runs on the thread that puts, while the channel is locked: it must be short, must not wait and must not
     * use the channel; hand the value on to a queue or a counter. What it throws goes to the thread's uncaught exception
     * handler, and the channel is none the worse.
     *
     * @param callback receives each dropped value
     * @param <T> the type of the channel's values, by the caller's word
     * @return a new buffer, or recipe
     * @throws IllegalStateException if this buffer is adopted: then it is Clojure that decides what it does
     */
    <T> Buffer onDropped(Consumer<? super T> callback);

    /**
     * Returns a buffer that counts, for {@link Channel#stats}.
     *
     * @return a new buffer, or recipe
     * @throws IllegalStateException if this buffer is adopted
     */
    Buffer counted();

    /**
     * Returns the core.async buffer: that of the first channel made from this, or one that is reserved for the caller if
     * there was none yet.
     *
     * @return the buffer
     */
    Object unwrap();
}
