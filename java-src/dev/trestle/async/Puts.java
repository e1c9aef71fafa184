package dev.trestle.async;

import clojure.lang.IDeref;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.ParkedWaiter;
import dev.trestle.internal.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Puts: first a try without waiting, then a waiter that can be withdrawn. */
@NullMarked
final class Puts {
    private static final ChannelEngine ENGINE = ChannelFacade.ENGINE;

    private Puts() {}

    static boolean put(Object port, @Nullable Object value) throws InterruptedException {
        Object checked = Checks.notNull(value, "value");
        Limits.beforeWaiting("Channel.put");
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

    static Put put(Object port, @Nullable Object value, Duration timeout) throws InterruptedException {
        Object checked = Checks.notNull(value, "value");
        long nanos = Checks.nanos(timeout, "timeout");
        Limits.beforeWaiting("Channel.put");
        long deadline = System.nanoTime() + nanos;
        IDeref now = ENGINE.offer(port, checked);
        if (now != null) {
            return Put.of(accepted(now.deref()));
        }
        if (nanos == 0 && ENGINE.isNative(port)) {
            return Put.TIMED_OUT;
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, checked, waiter);
        if (now != null) {
            return Put.of(accepted(now.deref()));
        }
        try {
            if (waiter.await(deadline)) {
                return Put.of(accepted(waiter.outcome()));
            }
        } catch (InterruptedException e) {
            ENGINE.sweepPuts(port);
            throw e;
        }
        ENGINE.sweepPuts(port);
        return Put.TIMED_OUT;
    }

    static Put offer(Object port, @Nullable Object value) {
        Object checked = Checks.notNull(value, "value");
        IDeref now = ENGINE.offer(port, checked);
        if (now != null) {
            return Put.of(accepted(now.deref()));
        }
        return ENGINE.isNative(port) ? Put.WOULD_BLOCK : offerByWithdrawing(port, checked);
    }

    /** Another kind of port may queue a put that must not wait: so it gets one that can be withdrawn. */
    private static Put offerByWithdrawing(Object port, Object value) {
        ParkedWaiter waiter = new ParkedWaiter();
        IDeref now = queue(port, value, waiter);
        if (now != null) {
            return Put.of(accepted(now.deref()));
        }
        if (waiter.withdraw()) {
            return Put.WOULD_BLOCK;
        }
        waiter.awaitPromised();
        return Put.of(accepted(waiter.outcome()));
    }

    static void close(Object port, Throwable cause) {
        Checks.notNull(cause, "cause");
        if (!ENGINE.isClosed(port)) {
            CloseCauses.closing(port, cause);
            ENGINE.close(port);
            Closings.closed(port);
        }
    }

    static CompletableFuture<Boolean> putAsync(Object port, @Nullable Object value) {
        Object checked = Checks.notNull(value, "value");
        IDeref now = ENGINE.offer(port, checked);
        if (now != null) {
            return CompletableFuture.completedFuture(accepted(now.deref()));
        }
        PendingPut pending = new PendingPut(port);
        now = queue(port, checked, pending.waiter);
        return now == null ? pending : CompletableFuture.completedFuture(accepted(now.deref()));
    }

    static boolean accepted(@Nullable Object outcome) {
        return Boolean.TRUE.equals(outcome);
    }

    private static @Nullable IDeref queue(Object port, Object value, Waiter waiter) {
        try {
            return ENGINE.put(port, value, waiter);
        } catch (AssertionError e) {
            throw Limits.tooMany("puts", port, e);
        }
    }
}
