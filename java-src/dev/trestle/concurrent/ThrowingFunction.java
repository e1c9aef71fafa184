package dev.trestle.concurrent;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A function that may throw any exception: work that blocks often throws checked ones.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the value
 * @since 0.1.0
 */
@NullMarked
@FunctionalInterface
public interface ThrowingFunction<A extends @Nullable Object, R extends @Nullable Object> {
    /**
     * Applies the function.
     *
     * @param argument the argument
     * @return the value
     * @throws Exception if it fails
     */
    R apply(A argument) throws Exception;
}
