package dev.trestle.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A thread, platform or virtual, that waits in a channel. It parks and holds no lock. */
@NullMarked
public final class ParkedWaiter extends Waiter {
    private final Thread thread = Thread.currentThread();

    /** Makes a waiter for the calling thread. */
    public ParkedWaiter() {}

    @Override
    protected void delivered(@Nullable Object value) {
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the outcome.
     *
     * @throws InterruptedException if the thread was interrupted before a transfer was promised; the waiter is withdrawn.
     *     After that the outcome is awaited, and the thread's flag set again
     */
    public void await() throws InterruptedException {
        yieldBriefly();
        while (!isDelivered()) {
            if (Thread.interrupted()) {
                withdrawInterrupted();
                return;
            }
            LockSupport.park(this);
        }
    }

    /**
     * Waits for the outcome, up to a time.
     *
     * @param deadline the value of {@link System#nanoTime()} at which to give up
     * @return false if the time was up before a transfer was promised; the waiter is withdrawn
     * @throws InterruptedException as {@link #await()} does
     */
    public boolean await(long deadline) throws InterruptedException {
        yieldBriefly();
        while (!isDelivered()) {
            if (Thread.interrupted()) {
                withdrawInterrupted();
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (withdraw()) {
                return false;
            } else {
                awaitPromised();
                return true;
            }
        }
        return true;
    }

    /** The other side is often about to come: parking and waking cost ten times what it needs. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on the scheduler
    private void yieldBriefly() {
        for (int i = Patience.yields(thread); i > 0 && !isDelivered(); i--) {
            Thread.yield();
        }
    }

    private void withdrawInterrupted() throws InterruptedException {
        if (withdraw()) {
            throw new InterruptedException();
        }
        awaitPromised();
        Thread.currentThread().interrupt();
    }

    /** Waits for an outcome that is promised: it comes as soon as the other side has left the channel's lock. */
    public void awaitPromised() {
        boolean interrupted = false;
        while (!isDelivered()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
