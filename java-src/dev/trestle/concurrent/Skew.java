package dev.trestle.concurrent;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * Says how unevenly some work was spread over its items: the slowest against the mean.
 *
 * <p>An item that takes longer than all others together decides how long the whole takes, however many threads there are: it
 * should be made smaller, or {@linkplain Parallel#partitionByCost cut by cost}.
 *
 * <p>Immutable. Thread-safe. Memory consistency effects: none.
 *
 * @param items how many items there were
 * @param slowestItem the place of the slowest, from 0
 * @param slowest how long it took
 * @param mean how long one took on average
 * @since 0.1.0
 */
@NullMarked
public record Skew(long items, long slowestItem, Duration slowest, Duration mean) {
    /**
     * Returns how many times as long as the mean the slowest took.
     *
     * @return 1 if all took the same, or there were none
     */
    public double ratio() {
        return mean.isZero() ? 1 : (double) slowest.toNanos() / mean.toNanos();
    }
}
