package dev.trestle.pipeline;

import dev.trestle.async.Channel;
import dev.trestle.async.Taken;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A clock that stands still, until it is told to go on or somebody sleeps on it. */
final class FakeClock implements Clock {
    private static final long LOOK_NANOS = 10_000;

    private final LongSupplier late;
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000); // it overflows, as real ones may
    private final AtomicLong looks = new AtomicLong();
    private volatile long awaited;

    /** A clock on which nobody sleeps too long. */
    FakeClock() {
        this(() -> 0);
    }

    /** A clock on which whoever sleeps does so for some nanoseconds too long. */
    FakeClock(LongSupplier late) {
        this.late = late;
    }

    @Override
    public long now() {
        return now.get();
    }

    void advance(long nanos) {
        now.addAndGet(nanos);
    }

    @Override
    public void await(Object monitor, long nanos) {
        advance(nanos + late.getAsLong());
    }

    /** Waits, in real time, for an item or for the clock to go on. */
    @Override
    public Taken<Object> take(Channel<Object> channel, long deadline) throws InterruptedException {
        while (true) {
            Taken<Object> taken = channel.poll();
            if (taken.isValue() || taken.isClosed()) {
                return taken;
            }
            if (now() - deadline >= 0) {
                return new Taken.TimedOut<>();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            awaited = deadline;
            looks.incrementAndGet(); // one step waits at a time
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Returns when a step waits for an item until that time, and has looked for one since this was called. */
    void awaitTakerUntil(long deadline) {
        long start = System.nanoTime();
        long before = looks.get();
        while (awaited != deadline || looks.get() < before + 2) {
            if (System.nanoTime() - start > Ledger.LIMIT.toNanos()) {
                throw new AssertionError("no step waits until " + deadline + ", the last until " + awaited);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
