package dev.trestle.internal;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IMeta;
import clojure.lang.IPersistentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits in several channels for the first that comes.
 *
 * <p>Each channel queues a handler of its own, and all of them share this flag: whoever commits it first has won, and the
 * channels find the others dead. Unlike a {@link Waiter}, it is locked under the locks of different channels, together
 * with flags of other selects, core.async's own among them. So it has a lock that can be waited for, and a unique id that
 * orders it among the others: core.async counts its ids up from 1, these count down from -1.
 */
@NullMarked
public final class Selection {
    private static final AtomicLong IDS = new AtomicLong();
    private static final int NONE = -1;
    private static final int WITHDRAWN = -2;

    private final ReentrantLock lock = new ReentrantLock();
    private final long id = IDS.decrementAndGet();
    private final Thread thread = Thread.currentThread();
    private volatile int winner = NONE;
    private volatile boolean delivered;
    private @Nullable Object outcome;

    /** Makes a flag for the calling thread. */
    public Selection() {}

    /** Locks, as core.async does before it looks at a handler. */
    public void lock() {
        lock.lock();
    }

    /** Unlocks. */
    public void unlock() {
        lock.unlock();
    }

    /**
     * Returns the place of the lock in the order of locking.
     *
     * @return a negative number that no other has
     */
    public long id() {
        return id;
    }

    /**
     * Says whether a transfer can still happen.
     *
     * @return false once one of the clauses has won, or all were withdrawn
     */
    public boolean isActive() {
        return winner == NONE;
    }

    /**
     * Promises the transfer of one clause. Called under the lock.
     *
     * @param clause its number
     * @return what takes its outcome
     */
    public IFn commit(int clause) {
        winner = clause;
        return new Delivery(this);
    }

    /**
     * Returns the number of the clause that has won.
     *
     * @return the number, or less than 0 if there is none
     */
    public int winner() {
        return winner;
    }

    /**
     * Withdraws all clauses.
     *
     * @return false if it is too late, because the transfer of one is promised or has happened
     */
    public boolean withdraw() {
        lock.lock();
        try {
            if (winner == NONE) {
                winner = WITHDRAWN;
            }
            return winner == WITHDRAWN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a winner's outcome, up to a time.
     *
     * @param deadline the value of {@link System#nanoTime()} at which to give up, if it is limited
     * @param limited whether there is a time
     * @return false if the time was up before a transfer was promised; all clauses are withdrawn
     * @throws InterruptedException if the thread was interrupted before a transfer was promised; all clauses are withdrawn.
     *     After that the outcome is awaited, and the thread's flag set again
     */
    @SuppressWarnings("ThreadPriorityCheck") // as in ParkedWaiter: nothing but speed depends on it
    public boolean await(boolean limited, long deadline) throws InterruptedException {
        for (int i = Patience.yields(thread); i > 0 && !delivered; i--) {
            Thread.yield();
        }
        while (!delivered) {
            if (Thread.interrupted()) {
                if (withdraw()) {
                    throw new InterruptedException();
                }
                awaitPromised();
                Thread.currentThread().interrupt();
                return true;
            }
            if (!limited) {
                LockSupport.park(this);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (withdraw()) {
                return false;
            } else {
                awaitPromised();
            }
        }
        return true;
    }

    /** Waits for the outcome that a winner has been promised: it comes as soon as the other side has left the channel. */
    public void awaitPromised() {
        boolean interrupted = false;
        while (!delivered) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the outcome of the winner.
     *
     * @return what was taken, null if the channel is closed; of a put whether it was accepted
     */
    public @Nullable Object outcome() {
        return outcome;
    }

    private static final class Delivery extends AFn implements IMeta {
        private final Selection selection;

        Delivery(Selection selection) {
            this.selection = selection;
        }

        @Override
        public @Nullable Object invoke(@Nullable Object value) {
            selection.outcome = value;
            selection.delivered = true;
            LockSupport.unpark(selection.thread);
            return null;
        }

        @Override
        public IPersistentMap meta() {
            return Waiter.ON_CALLER;
        }
    }
}
