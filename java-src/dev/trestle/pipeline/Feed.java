package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A source at work in one run. */
@NullMarked
interface Feed extends AutoCloseable {
    /** The next item; null if there is no more. */
    @Nullable
    Object next() throws Exception;

    @Override
    default void close() {}
}
