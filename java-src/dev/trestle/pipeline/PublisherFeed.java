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
    private boolean ended;

    private record Failure(Throwable cause) {}

    static Feed open(Flow.Publisher<?> publisher) {
        PublisherFeed feed = new PublisherFeed();
        Calls.<Flow.Publisher<Object>>cast(publisher).subscribe(feed);
        return feed;
    }

    @Override
    public @Nullable Object next() throws Exception {
        Object signal = ended ? END : requested();
        if (signal == END || signal instanceof Failure) {
            ended = true;
            if (signal instanceof Failure failed) {
                throw Calls.sneaky(failed.cause());
            }
            return null;
        }
        return signal;
    }

    private Object requested() throws Exception {
        Flow.Subscription given = subscription.get();
        if (signals.isEmpty()) {
            given.request(1);
        }
        try {
            return signals.take();
        } catch (InterruptedException e) {
            close();
            Object last = signals.poll();
            if (last == null) {
                throw e;
            }
            return last;
        }
    }

    @Override
    public void close() {
        if (subscription.isDone()) {
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
