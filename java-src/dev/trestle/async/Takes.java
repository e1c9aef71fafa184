package dev.trestle.async;

import clojure.lang.IDeref;
import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.ParkedWaiter;
import dev.trestle.internal.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes: first a try without waiting, then a waiter that can be withdrawn. */
@NullMarked
final class Takes {
    private static final ChannelEngine ENGINE = ChannelFacade.ENGINE;
    private static final Taken<?> CLOSED = new Taken.Closed<>(null);
    private static final Taken<?> TIMED_OUT = new Taken.TimedOut<>();
    private static final Taken<?> WOULD_BLOCK = new Taken.WouldBlock<>();

    private Takes() {}

    static @Nullable Object take(Object port) throws InterruptedException {
        Limits.beforeWaiting("Channel.take");
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

    static <T> Taken<T> take(Object port, Duration timeout) throws InterruptedException {
        long nanos = Checks.nanos(timeout, "timeout");
        Limits.beforeWaiting("Channel.take");
        long deadline = System.nanoTime() + nanos;
        IDeref now = ENGINE.poll(port);
        if (now != null) {
            return taken(now.deref());
        }
        if (nanos == 0) {
            return Calls.cast(TIMED_OUT);
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, waiter);
        if (now != null) {
            return taken(now.deref());
        }
        try {
            if (waiter.await(deadline)) {
                return taken(waiter.outcome());
            }
        } catch (InterruptedException e) {
            ENGINE.sweepTakes(port);
            throw e;
        }
        ENGINE.sweepTakes(port);
        return Calls.cast(TIMED_OUT);
    }

    static <T> Taken<T> poll(Object port) {
        IDeref now = ENGINE.poll(port);
        return now == null ? Calls.cast(WOULD_BLOCK) : taken(now.deref());
    }

    static <T> CompletableFuture<@Nullable T> takeAsync(Object port) {
        IDeref now = ENGINE.poll(port);
        if (now != null) {
            return CompletableFuture.completedFuture(Calls.cast(now.deref()));
        }
        PendingTake<T> pending = new PendingTake<>(port);
        now = queue(port, pending.waiter);
        return now == null ? pending : CompletableFuture.completedFuture(Calls.cast(now.deref()));
    }

    private static <T> Taken<T> taken(@Nullable Object value) {
        return value == null ? Calls.cast(CLOSED) : new Taken.Value<>(Calls.cast(value));
    }

    private static @Nullable IDeref queue(Object port, Waiter waiter) {
        try {
            return ENGINE.take(port, waiter);
        } catch (AssertionError e) {
            throw Limits.tooMany("takes", port, e);
        }
    }
}
