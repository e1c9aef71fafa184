package dev.trestle.concurrent;

import dev.trestle.internal.Checks;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * Holds a point in time by which something must be done, so that several waits can share one limit.
 *
 * <p>Made once and asked before each wait; since {@link #remaining} is a {@code Duration}, it fits every timed method:
 *
 * <pre>{@code
 * Deadline deadline = Deadline.after(Duration.ofSeconds(2));
 * String user = name.deref(deadline.remaining());
 * int count = visits.deref(deadline.remaining());
 * }</pre>
 *
 * <p>It is measured on the JVM's monotonic clock, so setting the computer's clock does not move it. It means nothing
 * outside of the JVM that made it.
 *
 * <p>Immutable. Thread-safe. Memory consistency effects: none.
 *
 * @since 0.1.0
 */
@NullMarked
public final class Deadline {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final Deadline NEVER = new Deadline(true, 0);

    private final boolean never;
    private final long at;

    private Deadline(boolean never, long at) {
        this.never = never;
        this.at = at;
    }

    /**
     * Makes a deadline that passes when a time has gone by from now.
     *
     * @param time the time; zero is a deadline that has passed, and 292 years or more is {@link #never()}
     * @return the deadline
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public static Deadline after(Duration time) {
        long nanos = Checks.nanos(time, "time");
        return nanos == Long.MAX_VALUE ? NEVER : new Deadline(false, System.nanoTime() + nanos);
    }

    /**
     * Returns the deadline that does not pass.
     *
     * @return always the same deadline
     */
    public static Deadline never() {
        return NEVER;
    }

    /**
     * Returns the time that is left.
     *
     * @return zero when the deadline has passed, never less; 292 years for {@link #never()}
     */
    public Duration remaining() {
        return never ? FOREVER : Duration.ofNanos(Math.max(0, left(System.nanoTime())));
    }

    /**
     * Says whether the deadline has passed.
     *
     * @return true from the moment on at which nothing remains
     */
    public boolean isExpired() {
        return !never && left(System.nanoTime()) <= 0;
    }

    /**
     * Returns the one of two deadlines that passes first.
     *
     * @param other another deadline
     * @return this deadline or {@code other}
     */
    public Deadline earlier(Deadline other) {
        Checks.notNull(other, "other");
        if (never || other.never) {
            return never ? other : this;
        }
        long now = System.nanoTime();
        return left(now) <= other.left(now) ? this : other;
    }

    /** Two points of the clock may be farther apart than a long can say; each is near enough to now. */
    private long left(long now) {
        return at - now;
    }

    @Override
    public String toString() {
        return never ? "Deadline[never]" : isExpired() ? "Deadline[passed]" : "Deadline[in " + remaining() + "]";
    }
}
