package dev.trestle.pipeline;

import dev.trestle.async.WritePort;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ErrorPolicy}.
 *
 * @param name for messages
 * @param replaces whether another goes on in place of the item
 * @param port the channel that failed items go into, if it is one
 * @param settle what to do, or null to fail the run
 * @param <T> the type of what the step gives out
 */
@NullMarked
record Settlement<T>(
        String name,
        boolean replaces,
        @Nullable WritePort<?> port,
        @Nullable Settle settle) implements ErrorPolicy<T> {
    /** Gives what goes on in place of a failed item, or null if nothing does. */
    interface Settle extends Serializable {
        @Nullable
        Object settle(FailedItem<Object> failed) throws Exception;
    }

    Settlement(String name, boolean replaces, @Nullable Settle settle) {
        this(name, replaces, null, settle);
    }

    /** True if it can be asked again after it was interrupted. */
    boolean repeatable() {
        return port != null;
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
