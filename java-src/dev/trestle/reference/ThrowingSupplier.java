package dev.trestle.reference;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A body that returns a value and may throw a checked exception of its own.
 *
 * @param <T> the type of the value
 * @param <X> the type of the exception; inferred as {@code RuntimeException} where the body throws no checked one
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface ThrowingSupplier<T extends @Nullable Object, X extends Exception> {
    /**
     * Runs the body.
     *
     * @return its value
     * @throws X if the body does
     */
    T get() throws X;
}
