package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import java.io.Serializable;
import org.jspecify.annotations.NullMarked;

/**
 * What a step does when its function fails.
 *
 * @param policy what is done after the last attempt
 * @param retries how often a call is tried again
 * @param backoff how long to wait before
 * @param timeout nanoseconds that a call may take, 0 for any time
 */
@NullMarked
record Options(Settlement<?> policy, int retries, Backoff backoff, long timeout) implements Serializable {
    static final Options DEFAULT = new Options(Calls.cast(ErrorPolicy.failFast()), 0, Backoff.none(), 0);

    Options with(Settlement<?> other) {
        return new Options(other, retries, backoff, timeout);
    }

    Options with(int times, Backoff waits) {
        return new Options(policy, times, waits, timeout);
    }

    Options with(long nanos) {
        return new Options(policy, retries, backoff, nanos);
    }
}
