package dev.trestle.reference;

import org.jspecify.annotations.NullMarked;

/**
 * A body that returns nothing and may throw a checked exception of its own.
 *
 * @param <X> the type of the exception; inferred as {@code RuntimeException} where the body throws no checked one
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface ThrowingRunnable<X extends Exception> {
    /**
     * Runs the body.
     *
     * @throws X if the body does
     */
    void run() throws X;
}
