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
            return orFailure(port, now.deref());
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, waiter);
        if (now != null) {
            return orFailure(port, now.deref());
        }
        try {
            waiter.await();
        } catch (InterruptedException e) {
            ENGINE.sweepTakes(port);
            throw e;
        }
        return orFailure(port, waiter.outcome());
    }

    static <T> Taken<T> take(Object port, Duration timeout) throws InterruptedException {
        long nanos = Checks.nanos(timeout, "timeout");
        Limits.beforeWaiting("Channel.take");
        long deadline = System.nanoTime() + nanos;
        IDeref now = ENGINE.poll(port);
        if (now != null) {
            return taken(port, now.deref());
        }
        if (nanos == 0 && ENGINE.isNative(port)) {
            return Calls.cast(TIMED_OUT);
        }
        ParkedWaiter waiter = new ParkedWaiter();
        now = queue(port, waiter);
        if (now != null) {
            return taken(port, now.deref());
        }
        try {
            if (waiter.await(deadline)) {
                return taken(port, waiter.outcome());
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
        if (now != null) {
            return taken(port, now.deref());
        }
        return ENGINE.isNative(port) ? Calls.cast(WOULD_BLOCK) : pollByWithdrawing(port);
    }

    /** Another kind of port may queue a take that must not wait: so it gets one that can be withdrawn. */
    private static <T> Taken<T> pollByWithdrawing(Object port) {
        ParkedWaiter waiter = new ParkedWaiter();
        IDeref now = queue(port, waiter);
        if (now != null) {
            return taken(port, now.deref());
        }
        if (waiter.withdraw()) {
            return Calls.cast(WOULD_BLOCK);
        }
        waiter.awaitPromised();
        return taken(port, waiter.outcome());
    }

    static <T> CompletableFuture<@Nullable T> takeAsync(Object port) {
        IDeref now = ENGINE.poll(port);
        if (now != null) {
            return completed(port, now.deref());
        }
        PendingTake<T> pending = new PendingTake<>(port);
        now = queue(port, pending.waiter);
        return now == null ? pending : completed(port, now.deref());
    }

    private static <T> CompletableFuture<@Nullable T> completed(Object port, @Nullable Object value) {
        ChannelFailedException failure = value == null ? CloseCauses.failure(port) : null;
        return failure == null
                ? CompletableFuture.completedFuture(Calls.cast(value))
                : CompletableFuture.failedFuture(failure);
    }

    /** Returns what was taken, if it is not the end of a channel that was closed with a cause. */
    static @Nullable Object orFailure(Object port, @Nullable Object value) {
        if (value == null) {
            ChannelFailedException failure = CloseCauses.failure(port);
            if (failure != null) {
                throw failure;
            }
        }
        return value;
    }

    private static <T> Taken<T> taken(Object port, @Nullable Object value) {
        if (value != null) {
            return new Taken.Value<>(Calls.cast(value));
        }
        Throwable cause = CloseCauses.of(port);
        return cause == null ? Calls.cast(CLOSED) : new Taken.Closed<>(cause);
    }

    private static @Nullable IDeref queue(Object port, Waiter waiter) {
        try {
            return ENGINE.take(port, waiter);
        } catch (AssertionError e) {
            throw Limits.tooMany("takes", port, e);
        }
    }
}
