package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Draws from a publisher: it requests an item when it wants one, so that none is on its way when the run ends. */
@NullMarked
final class PublisherFeed implements Feed, Flow.Subscriber<Object> {
    private static final Object END = new Object();

    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    private boolean requested;
    private boolean ended;

    private record Failure(Throwable cause) {}

    static Feed open(Flow.Publisher<?> publisher) {
        PublisherFeed feed = new PublisherFeed();
        Calls.<Flow.Publisher<Object>>cast(publisher).subscribe(feed);
        return feed;
    }

    @Override
    public @Nullable Object next() throws Exception {
        if (ended) {
            return null;
        }
        Flow.Subscription given = subscription.get();
        if (!requested) {
            requested = true;
            given.request(1);
        }
        Object signal = signals.take();
        requested = false;
        if (signal instanceof Failure failed) {
            ended = true;
            throw Calls.sneaky(failed.cause());
        }
        return itemOf(signal);
    }

    private @Nullable Object itemOf(@Nullable Object signal) {
        ended |= signal == END || signal instanceof Failure;
        return ended ? null : signal;
    }

    @Override
    public boolean isUnharmed() {
        return true;
    }

    @Override
    public @Nullable Object last() {
        close();
        return itemOf(signals.poll());
    }

    @Override
    public void close() {
        if (!subscription.cancel(false)) {
            subscription.join().cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscription.complete(given)) {
            given.cancel();
        }
    }

    @Override
    public void onNext(Object item) {
        signals.add(item);
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Failure(cause));
    }

    @Override
    public void onComplete() {
        signals.add(END);
    }
}
