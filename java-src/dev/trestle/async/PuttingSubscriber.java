package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is published: the next value is requested when the channel has accepted the one before.
 *
 * <p>Its subscription is called by one thread at a time, as {@link Flow} demands, and never from within itself: whoever
 * finds a call under way leaves it to that one to look again.
 */
@NullMarked
final class PuttingSubscriber<T> implements Flow.Subscriber<T> {
    private final WritePort<? super T> port;
    private final AtomicInteger work = new AtomicInteger();
    private final Runnable proceed = this::proceed;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean ready;
    private volatile boolean unwanted;
    private volatile boolean over;

    PuttingSubscriber(WritePort<? super T> port) {
        this.port = port;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Checks.notNull(subscription, "subscription");
        if (this.subscription != null) {
            subscription.cancel();
            return;
        }
        ready = true;
        this.subscription = subscription;
        Closings.whenClosed(port, proceed);
        proceed();
    }

    @Override
    public void onNext(T value) {
        Checks.notNull(value, "value");
        if (subscription == null) {
            return; // the publisher breaks the rules
        }
        try {
            CompletableFuture<Boolean> put = port.putAsync(value);
            var unused = put.thenAccept(accepted -> {
                ready = accepted;
                unwanted |= !accepted;
                proceed();
            });
        } catch (TooManyWaitersException e) {
            cancel();
            Calls.uncaught(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Checks.notNull(failure, "failure");
        end();
        Failures.close(port, failure);
    }

    @Override
    public void onComplete() {
        end();
        port.close();
    }

    void cancel() {
        unwanted = true;
        proceed();
    }

    private void end() {
        over = true;
        Closings.forget(port, proceed);
    }

    private void proceed() {
        Flow.Subscription from = subscription;
        if (from == null || work.getAndIncrement() != 0) {
            return;
        }
        int done = 1;
        do {
            try {
                tell(from);
            } catch (Throwable e) {
                end();
                Failures.close(port, e);
            }
            done = work.addAndGet(-done);
        } while (done != 0);
    }

    private void tell(Flow.Subscription from) {
        if (over) {
            return;
        }
        if (unwanted || port.isClosed()) {
            end();
            from.cancel();
        } else if (ready) {
            ready = false;
            from.request(1);
        }
    }

    @Override
    public String toString() {
        return "Subscriber[" + port + "]";
    }
}
