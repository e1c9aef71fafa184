package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Takes as many values from a channel as its subscriber requests. It signals on the dispatch pool, one signal at a time.
 *
 * <p>Whatever happens to it (a request, a cancellation, a value) counts as work; whoever finds none under way does it, and
 * looks again until there is none. A value that has left the channel is signalled even if the subscriber has cancelled
 * meanwhile, which the rules of {@link Flow} admit: else it would be lost.
 */
@NullMarked
final class TakingSubscription<T> implements Flow.Subscription, Runnable {
    private final ReadPort<T> port;
    private final Runnable whenCancelled;
    private final AtomicInteger work = new AtomicInteger(1);
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;
    private volatile Flow.@Nullable Subscriber<? super T> subscriber;
    private @Nullable CompletableFuture<@Nullable T> waiting;

    TakingSubscription(ReadPort<T> port, Flow.Subscriber<? super T> subscriber, Runnable whenCancelled) {
        this.port = port;
        this.whenCancelled = whenCancelled;
        this.subscriber = subscriber;
    }

    /** The subscriber's {@code onSubscribe} has returned: until then nothing may be signalled. */
    void subscribed() {
        if (work.decrementAndGet() > 0) {
            Dispatch.execute(this);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("requested values must be > 0 (rule 3.9), was " + n));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake();
        whenCancelled.run();
    }

    /** Looks whether the channel is drained: if nothing is requested, nobody else does. */
    void closed() {
        wake();
    }

    void fail(Throwable cause) {
        failure = cause;
        wake();
    }

    boolean isOver() {
        return cancelled || subscriber == null;
    }

    private void wake() {
        if (work.getAndIncrement() == 0) {
            Dispatch.execute(this);
        }
    }

    @Override
    public void run() {
        int done = work.get();
        do {
            try {
                takeRequested();
            } catch (Throwable e) {
                subscriber = null;
                Calls.uncaught(e);
            }
            done = work.addAndGet(-done);
        } while (done != 0);
    }

    private void takeRequested() {
        Flow.Subscriber<? super T> to = subscriber;
        while (to != null && !isWaiting(to)) {
            Throwable cause = failure;
            if (cancelled) {
                subscriber = null;
            } else if (cause != null) {
                subscriber = null;
                to.onError(cause);
            } else if (demand.get() == 0 && !Contents.isDrained(port)) {
                return;
            } else {
                takeNext(to);
            }
            to = subscriber;
        }
    }

    /** Settles the take that was queued; says whether it still is. */
    private boolean isWaiting(Flow.Subscriber<? super T> to) {
        CompletableFuture<@Nullable T> take = waiting;
        if (take == null) {
            return false;
        }
        if ((cancelled || failure != null) && take.cancel(false)) {
            waiting = null;
            return false;
        }
        if (!take.isDone()) {
            return true;
        }
        waiting = null;
        if (!take.isCompletedExceptionally()) {
            T value = take.join();
            if (value != null) {
                signal(to, value);
            }
        }
        return false; // if that was the end, the next take tells which
    }

    private void takeNext(Flow.Subscriber<? super T> to) {
        Taken<T> taken = port.poll();
        if (taken instanceof Taken.Value<T> one) {
            signal(to, one.value());
        } else if (taken instanceof Taken.Closed<T> closed) {
            subscriber = null;
            if (closed.cause() == null) {
                to.onComplete();
            } else {
                to.onError(closed.cause());
            }
        } else {
            queue();
        }
    }

    private void queue() {
        try {
            CompletableFuture<@Nullable T> take = port.takeAsync();
            waiting = take;
            if (!take.isDone()) {
                var unused = take.whenComplete((value, e) -> wake());
            }
        } catch (TooManyWaitersException e) {
            failure = e;
        }
    }

    private void signal(Flow.Subscriber<? super T> to, T value) {
        demand.getAndUpdate(before -> before == Long.MAX_VALUE ? before : before - 1);
        to.onNext(value);
    }
}
