package dev.trestle.async;

import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import org.jspecify.annotations.NullMarked;

/**
 * Says how many values a {@link Channel} holds, and what it does with one more.
 *
 * <p>A buffer is a recipe: each channel made from it gets its own.
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
        return BufferFacade.of(Checks.positive(capacity, "capacity"), ChannelEngine::fixedBuffer);
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
        return BufferFacade.of(Checks.positive(capacity, "capacity"), ChannelEngine::droppingBuffer);
    }

    /**
     * Holds up to {@code capacity} values; then a put drops the oldest. Clojure: {@code (sliding-buffer capacity)}.
     *
     * @param capacity how many, &gt; 0
     * @return a buffer
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    static Buffer sliding(int capacity) {
        return BufferFacade.of(Checks.positive(capacity, "capacity"), ChannelEngine::slidingBuffer);
    }
}
