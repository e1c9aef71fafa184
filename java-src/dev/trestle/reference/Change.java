package dev.trestle.reference;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What one update has done, exactly: no other update came between the two values. Clojure: the pair that
 * {@code swap-vals!} and {@code reset-vals!} return; a change is such a pair, and equal to one.
 *
 * <p>Immutable.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
@NullMarked
public sealed interface Change<T extends @Nullable Object> permits ChangePair {
    /**
     * Returns the value that the update has replaced.
     *
     * @return the old value
     */
    T before();

    /**
     * Returns the value that the update has put there.
     *
     * @return the new value
     */
    T after();

    /**
     * Makes a change, to compare with.
     *
     * @param before the old value
     * @param after the new value
     * @param <T> the type of the values
     * @return a change
     */
    static <T extends @Nullable Object> Change<T> of(T before, T after) {
        return new ChangePair<>(before, after);
    }
}
