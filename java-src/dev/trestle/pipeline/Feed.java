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

    /** Asked once, when the run has ended while an item was awaited: that item, if it has come all the same. */
    default @Nullable Object last() {
        return null;
    }

    @Override
    default void close() {}
}
