package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Puts what is published: the next value is requested when the channel has accepted the one before. */
@NullMarked
final class PuttingSubscriber<T> implements Flow.Subscriber<T> {
    private final WritePort<? super T> port;
    private volatile Flow.@Nullable Subscription subscription;

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
        this.subscription = subscription;
        proceed(subscription, !port.isClosed());
    }

    @Override
    public void onNext(T value) {
        Checks.notNull(value, "value");
        Flow.Subscription from = subscription;
        if (from == null) {
            return; // the publisher breaks the rules
        }
        try {
            CompletableFuture<Boolean> put = port.putAsync(value);
            var unused = put.thenAccept(accepted -> proceed(from, accepted));
        } catch (TooManyWaitersException e) {
            from.cancel();
            Calls.uncaught(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Failures.close(port, Checks.notNull(failure, "failure"));
    }

    @Override
    public void onComplete() {
        port.close();
    }

    void cancel() {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    private static void proceed(Flow.Subscription from, boolean open) {
        if (open) {
            from.request(1);
        } else {
            from.cancel();
        }
    }

    @Override
    public String toString() {
        return "Subscriber[" + port + "]";
    }
}
