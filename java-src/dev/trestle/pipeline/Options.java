package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

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

    Options with(@Nullable ErrorPolicy<?> other, String label) {
        return new Options(Calls.cast(Checks.notNull(other, "policy of " + label)), retries, backoff, timeout);
    }

    Options with(int times, @Nullable Backoff waits, String label) {
        Checks.notNegative(times, "times of " + label);
        return new Options(policy, times, Checks.notNull(waits, "backoff of " + label), timeout);
    }

    Options with(@Nullable Duration limit, String label) {
        long nanos = Checks.nanos(limit, "limit of " + label);
        if (nanos == 0) {
            throw new IllegalArgumentException("limit of " + label + " must be > 0, was " + limit);
        }
        return new Options(policy, retries, backoff, nanos);
    }
}
