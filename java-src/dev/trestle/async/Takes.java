package dev.trestle.async;

import clojure.lang.IDeref;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.ParkedWaiter;
import dev.trestle.internal.Transactions;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes, as a thread does: first a try without waiting, then a waiter that can be withdrawn. */
@NullMarked
final class Takes {
    private static final ChannelEngine ENGINE = ChannelFacade.ENGINE;

    private Takes() {}

    static @Nullable Object take(Object port) throws InterruptedException {
        Transactions.forbid("Channel.take");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        IDeref now = ENGINE.poll(port);
        if (now != null) {
            return now.deref();
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, waiter);
        if (now != null) {
            return now.deref();
        }
        try {
            waiter.await();
        } catch (InterruptedException e) {
            ENGINE.sweepTakes(port);
            throw e;
        }
        return waiter.outcome();
    }

    private static @Nullable IDeref queue(Object port, ParkedWaiter waiter) {
        try {
            return ENGINE.take(port, waiter);
        } catch (AssertionError e) {
            throw Limits.tooMany("takes", port, e);
        }
    }
}
