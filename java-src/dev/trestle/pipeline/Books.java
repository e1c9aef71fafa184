package dev.trestle.pipeline;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What one step has done with its items. One thread at a time writes; whoever wrote publishes it now and then, and at the
 * latest when it ends.
 */
@NullMarked
final class Books {
    final String step;
    long in;
    long out;
    long filtered;
    long merged;
    long expanded;
    long failed;
    long replaced;
    long retried;
    long dropped;
    long undelivered;
    long nanos;

    /** Of the next step in the same chain: what comes in there has gone out here. */
    @Nullable
    Books next;

    private volatile boolean published;

    Books(String step) {
        this.step = step;
    }

    void publish() {
        published = true;
    }

    /** Items that come in and get no further, because the run has ended. */
    void refuse(long count) {
        in += count;
        undelivered += count;
    }

    /** Takes over what a worker has written on its own. */
    void add(Books own) {
        in += own.in;
        out += own.out;
        filtered += own.filtered;
        failed += own.failed;
        replaced += own.replaced;
        retried += own.retried;
        undelivered += own.undelivered;
        nanos += own.nanos;
        own.in = 0;
        own.out = 0;
        own.filtered = 0;
        own.failed = 0;
        own.replaced = 0;
        own.retried = 0;
        own.undelivered = 0;
        own.nanos = 0;
    }

    /** Once nobody writes any more, or for a look meanwhile. */
    private long out() {
        Books after = next;
        return after == null ? out : after.in;
    }

    StepStats stats(long queued) {
        boolean unused = published; // what was written before it was published can be seen now
        long gone = out(); // before what came in, of which it is a part
        return new StepStats(
                step,
                in,
                gone,
                filtered,
                merged,
                expanded,
                failed,
                replaced,
                retried,
                dropped,
                undelivered,
                queued,
                Duration.ofNanos(nanos));
    }
}
