package dev.trestle.async;

import dev.trestle.internal.Checks;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Both ends of a channel. A failure overtakes the values in the channel, since a subscriber may wait without demand. */
@NullMarked
final class ChannelProcessor<T> implements Flow.Processor<T, T> {
    private final Channel<T> channel;
    private final PuttingSubscriber<T> upstream;
    private final List<TakingSubscription<T>> downstream = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable failure;

    ChannelProcessor(Channel<T> channel) {
        this.channel = channel;
        this.upstream = new PuttingSubscriber<>(channel);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Checks.notNull(subscriber, "subscriber");
        downstream.removeIf(TakingSubscription::isOver);
        TakingSubscription<T> subscription = new TakingSubscription<>(channel, subscriber, this::cancelled);
        downstream.add(subscription);
        Throwable cause = failure;
        if (cause != null) {
            subscription.fail(cause);
        }
        ChannelPublisher.start(subscription, subscriber);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream.onSubscribe(subscription);
    }

    @Override
    public void onNext(T value) {
        upstream.onNext(value);
    }

    @Override
    public void onError(Throwable cause) {
        failure = Checks.notNull(cause, "cause");
        downstream.forEach(subscription -> subscription.fail(cause));
        upstream.onError(cause);
    }

    @Override
    public void onComplete() {
        upstream.onComplete();
        downstream.forEach(TakingSubscription::closed);
    }

    /** Nobody is left to pass values on to. Other takers have what is in the channel. */
    private void cancelled() {
        if (downstream.stream().allMatch(TakingSubscription::isOver)) {
            channel.close();
            upstream.cancel();
        }
    }

    @Override
    public String toString() {
        return "Processor[" + channel + "]";
    }
}
