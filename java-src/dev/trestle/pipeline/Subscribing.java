package dev.trestle.pipeline;

import java.util.concurrent.Flow;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Signals what comes out to a subscriber, as it requests. Each signal is made by the thread of the chain. */
@NullMarked
final class Subscribing extends Sink.End implements Flow.Subscription {
    /** Null when it has had its last signal. */
    private Flow.@Nullable Subscriber<Object> subscriber;

    @SuppressWarnings("NullAway.Init") // placed before it works
    private Segment segment;

    private long demand;
    private boolean cancelled;
    private @Nullable Throwable misused;

    Subscribing(Flow.Subscriber<Object> subscriber) {
        this.subscriber = subscriber;
    }

    @Override
    void placed(Segment in) {
        segment = in;
    }

    @Override
    void start() {
        Flow.Subscriber<Object> to = subscriber;
        if (to != null) {
            signal(() -> to.onSubscribe(this));
        }
    }

    @Override
    @Nullable
    Object apply(Object item) {
        Flow.Subscriber<Object> to = subscriber;
        if (to == null || !awaitDemand()) {
            books.undelivered++;
            return null;
        }
        try {
            to.onNext(item);
        } catch (Throwable e) {
            subscriber = null;
            throw e;
        }
        books.out++;
        return null;
    }

    private synchronized boolean awaitDemand() {
        if (demand == 0) {
            long since = System.nanoTime();
            while (demand == 0 && !isHalted()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // halted, or nothing of ours
                }
            }
            waited(System.nanoTime() - since);
        }
        if (isHalted()) {
            return false;
        }
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        return true;
    }

    @Override
    void release() {
        Flow.Subscriber<Object> to = subscriber;
        subscriber = null;
        if (to == null) {
            return;
        }
        Throwable reason;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            reason = misused;
        }
        Throwable failure = reason == null ? segment.run.failure() : reason;
        signal(() -> {
            if (failure == null) {
                to.onComplete();
            } else {
                to.onError(failure);
            }
        });
    }

    /** A subscriber that throws has no further signals to expect. */
    private void signal(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable e) {
            subscriber = null;
            segment.run.fail(books.step, null, e);
        }
    }

    @Override
    @Nullable
    Object result() {
        return null;
    }

    // what the subscriber says, on any thread

    @Override
    public void request(long n) {
        IllegalArgumentException refused = null;
        synchronized (this) {
            if (n > 0) {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            } else if (!cancelled && misused == null) {
                refused = new IllegalArgumentException("requested items must be > 0 (rule 3.9), was " + n);
                misused = refused;
            }
            notifyAll();
        }
        if (refused != null) {
            segment.run.fail(books.step, null, refused);
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
        }
        segment.outletRefuses();
        synchronized (this) {
            notifyAll();
        }
    }
}
