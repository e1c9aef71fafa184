package dev.trestle.internal;

import clojure.lang.AFn;
import clojure.lang.IMeta;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * One side of a transfer that a channel has queued: it waits until the other side comes, and can be withdrawn before.
 *
 * <p>core.async asks a queued handler for its lock, asks whether it is active, and commits it; from then on the transfer
 * happens. Here the lock, the activity and the commitment are one word, so that withdrawing is one compare-and-set: it
 * wins, and core.async will find the handler inactive; or it loses, and the transfer has happened or is about to. Nothing
 * is lost in between. The lock is held for a few instructions at a time, and only while the channel's own lock is held.
 *
 * <p>The waiter is also the callback: core.async calls it once with the outcome, on the thread of the other side.
 */
@NullMarked
public abstract class Waiter extends AFn implements IMeta {
    private static final int WAITING = 0;
    private static final int LOCKED = 1;
    private static final int COMMITTED = 2;
    private static final int DELIVERED = 3;
    private static final int WITHDRAWN = 4;

    private static final VarHandle STATE;
    static final IPersistentMap ON_CALLER =
            PersistentArrayMap.createWithCheck(new Object[] {Keyword.intern("on-caller?"), true});

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;
    private @Nullable Object outcome;

    /** Makes a waiter that waits. */
    protected Waiter() {}

    /** Locks, as core.async does before it looks at a handler. Nothing is to be locked once the outcome is certain. */
    public final void lock() {
        int spins = 0;
        while (!STATE.compareAndSet(this, WAITING, LOCKED)) {
            if (state >= COMMITTED) {
                return;
            }
            pause(spins++);
        }
    }

    /** Unlocks. */
    public final void unlock() {
        if (state == LOCKED) {
            state = WAITING;
        }
    }

    /**
     * Says whether a transfer can still happen.
     *
     * @return false once it has happened or the waiter was withdrawn
     */
    public final boolean isActive() {
        return state < COMMITTED;
    }

    /** Promises the transfer. Called under the lock. */
    public final void commit() {
        state = COMMITTED;
    }

    /**
     * Withdraws: from now on no transfer happens.
     *
     * @return false if it is too late, because the transfer is promised or has happened
     */
    public final boolean withdraw() {
        int spins = 0;
        while (!STATE.compareAndSet(this, WAITING, WITHDRAWN)) {
            if (state >= COMMITTED) {
                return state == WITHDRAWN;
            }
            pause(spins++);
        }
        return true;
    }

    /**
     * Takes the outcome of the transfer; core.async calls it.
     *
     * @param value what was taken, null if the channel is closed; of a put whether it was accepted
     * @return null
     */
    @Override
    public final @Nullable Object invoke(@Nullable Object value) {
        outcome = value;
        state = DELIVERED;
        delivered(value);
        return null;
    }

    @Override
    public final IPersistentMap meta() {
        return ON_CALLER;
    }

    /**
     * Tells whoever waits. It must not block and must not throw: a channel may be locked meanwhile.
     *
     * @param value the outcome
     */
    protected abstract void delivered(@Nullable Object value);

    /**
     * Says whether the outcome is there.
     *
     * @return true from the other side's call on
     */
    final boolean isDelivered() {
        return state == DELIVERED;
    }

    /**
     * Returns the outcome.
     *
     * @return what was delivered
     */
    public final @Nullable Object outcome() {
        return outcome;
    }

    /** The holder is between two instructions: it needs us to wait only if it has lost its processor. */
    private static void pause(int spins) {
        if (spins < 64) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(1_000);
        }
    }
}
