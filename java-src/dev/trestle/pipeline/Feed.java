package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A source at work in one run. */
@NullMarked
interface Feed extends AutoCloseable {
    /** The next item; null if there is no more. */
    @Nullable
    Object next() throws Exception;

    /** True if it can be asked again after it was interrupted. */
    default boolean isUnharmed() {
        return false;
    }

    @Override
    default void close() {}
}
