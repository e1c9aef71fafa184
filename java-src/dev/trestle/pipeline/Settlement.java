package dev.trestle.pipeline;

import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ErrorPolicy}.
 *
 * @param name for messages
 * @param replaces whether another goes on in place of the item
 * @param settle what to do, or null to fail the run
 * @param <T> the type of what the step gives out
 */
@NullMarked
record Settlement<T>(
        String name, boolean replaces, @Nullable Settle settle) implements ErrorPolicy<T> {
    /** Gives what goes on in place of a failed item, or null if nothing does. */
    interface Settle extends Serializable {
        @Nullable
        Object settle(FailedItem<Object> failed) throws Exception;
    }

    boolean settles() {
        return settle != null;
    }

    @Nullable
    Object settle(FailedItem<Object> failed) throws Exception {
        return settle == null ? null : settle.settle(failed);
    }

    @Override
    public String toString() {
        return name;
    }
}
