package dev.trestle.async;

import clojure.lang.IDeref;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.ParkedWaiter;
import dev.trestle.internal.Transactions;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Puts, as a thread does: first a try without waiting, then a waiter that can be withdrawn. */
@NullMarked
final class Puts {
    private static final ChannelEngine ENGINE = ChannelFacade.ENGINE;

    private Puts() {}

    static boolean put(Object port, @Nullable Object value) throws InterruptedException {
        Object checked = Checks.notNull(value, "value");
        Transactions.forbid("Channel.put");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        IDeref now = ENGINE.offer(port, checked);
        if (now != null) {
            return accepted(now.deref());
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, checked, waiter);
        if (now != null) {
            return accepted(now.deref());
        }
        try {
            waiter.await();
        } catch (InterruptedException e) {
            ENGINE.sweepPuts(port);
            throw e;
        }
        return accepted(waiter.outcome());
    }

    static boolean accepted(@Nullable Object outcome) {
        return Boolean.TRUE.equals(outcome);
    }

    private static @Nullable IDeref queue(Object port, Object value, ParkedWaiter waiter) {
        try {
            return ENGINE.put(port, value, waiter);
        } catch (AssertionError e) {
            throw Limits.tooMany("puts", port, e);
        }
    }
}
