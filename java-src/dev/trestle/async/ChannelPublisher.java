package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Checks;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullMarked;

/** Publishes what it takes from a channel. Subscribers share the values, as all takers do. */
@NullMarked
record ChannelPublisher<T>(ReadPort<T> port) implements Flow.Publisher<T> {
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Checks.notNull(subscriber, "subscriber");
        start(new TakingSubscription<>(port, subscriber, () -> {}), subscriber);
    }

    static <T> void start(TakingSubscription<T> subscription, Flow.Subscriber<? super T> subscriber) {
        try {
            subscriber.onSubscribe(subscription);
        } catch (Throwable e) {
            subscription.cancel();
            Calls.uncaught(e);
        }
        subscription.subscribed();
    }

    @Override
    public String toString() {
        return "Publisher[" + port + "]";
    }
}
