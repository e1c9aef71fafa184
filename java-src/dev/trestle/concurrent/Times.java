package dev.trestle.concurrent;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** How long items took. */
@NullMarked
final class Times {
    private long count;
    private long sum;
    private long slowest = -1;
    private long place;

    /** Counts an item that has taken the time since a moment, and returns the moment. */
    long since(long before, long at) {
        long now = System.nanoTime();
        count++;
        sum += now - before;
        if (now - before > slowest) {
            slowest = now - before;
            place = at;
        }
        return now;
    }

    void add(Times other) {
        count += other.count;
        sum += other.sum;
        if (other.slowest > slowest || (other.slowest == slowest && other.place < place)) {
            slowest = other.slowest;
            place = other.place;
        }
    }

    Skew skew() {
        return new Skew(
                count, place, Duration.ofNanos(Math.max(0, slowest)), Duration.ofNanos(count == 0 ? 0 : sum / count));
    }
}
