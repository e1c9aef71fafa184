package dev.trestle.pipeline;

import dev.trestle.internal.Checks;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * Says how long to wait before a function is tried again.
 *
 * <p>Immutable, so thread-safe.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Backoff implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Backoff NONE = new Backoff(0, 1, 0);

    /** Nanoseconds before the second attempt. */
    private final long first;

    /** How much longer each wait is than the last. */
    private final double factor;

    /** Nanoseconds at most. */
    private final long longest;

    private Backoff(long first, double factor, long longest) {
        this.first = first;
        this.factor = factor;
        this.longest = longest;
    }

    /**
     * Waits no time.
     *
     * @return the backoff
     */
    public static Backoff none() {
        return NONE;
    }

    /**
     * Waits the same time before each attempt.
     *
     * @param time how long, &gt;= 0
     * @return the backoff
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public static Backoff fixed(Duration time) {
        long nanos = Checks.nanos(time, "time");
        return new Backoff(nanos, 1, nanos);
    }

    /**
     * Waits twice as long before each attempt as before the last.
     *
     * @param first how long before the second attempt, &gt;= 0
     * @param longest how long at most, &gt;= 0
     * @return the backoff
     * @throws IllegalArgumentException if one of them is negative
     */
    public static Backoff exponential(Duration first, Duration longest) {
        return new Backoff(Checks.nanos(first, "first"), 2, Checks.nanos(longest, "longest"));
    }

    /** Nanoseconds after so many attempts. */
    long before(int attempts) {
        return (long) Math.min((double) longest, (double) first * Math.pow(factor, (double) attempts - 1));
    }
}
