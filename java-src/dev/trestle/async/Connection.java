package dev.trestle.async;

import org.jspecify.annotations.NullMarked;

/**
 * A channel's part in a {@link Mult}, {@link Mix} or {@link Publication}; closing it ends that, and leaves the channel open.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface Connection extends AutoCloseable {
    /** Disconnects; does nothing the second time. */
    @Override
    void close();
}
