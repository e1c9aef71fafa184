package dev.trestle.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A bucket of tokens, without a lock: it knows when the next token will have been paid for, exactly and for ever. */
@NullMarked
final class Rate {
    private final int n;
    private final long per;
    private final int burst;
    private final long ahead;
    private final AtomicReference<@Nullable Paid> paid = new AtomicReference<>();

    /** So many tokens since a time. */
    private record Paid(long since, long tokens) {}

    Rate(int n, long per, int burst) {
        this.n = n;
        this.per = per;
        this.burst = burst;
        ahead = time(burst - 1L);
    }

    /** The same rate, with a full bucket. */
    Rate unused() {
        return new Rate(n, per, burst);
    }

    boolean isExceeded(long now) {
        Paid last = paid.get();
        return last != null && left(last, now) < 0;
    }

    /** Takes a token, if there is one. */
    boolean takes(long now) {
        while (true) {
            Paid last = paid.get();
            Paid next;
            if (last == null || now - last.since >= time(last.tokens)) {
                next = new Paid(now, 1); // the bucket is full: what came while it was is lost
            } else if (left(last, now) < 0) {
                return false;
            } else {
                next = new Paid(last.since, last.tokens + 1);
            }
            if (paid.compareAndSet(last, next)) {
                return true;
            }
        }
    }

    private long left(Paid last, long now) {
        return ahead - (time(last.tokens) - (now - last.since));
    }

    /** How long so many tokens take to come: whole times are exact, so nothing adds up. */
    private long time(long tokens) {
        return tokens / n * per + (long) (tokens % n * (double) per / n);
    }
}
