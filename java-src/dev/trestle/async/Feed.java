package dev.trestle.async;

import dev.trestle.internal.Checks;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into a channel, one after the other, without a thread that waits: while the channel is full, the feed is
 * known to the channel only.
 */
@NullMarked
final class Feed<T> implements Runnable {
    /** How far a channel that is made for its source reads ahead. */
    static final int AHEAD = 16;

    private final WritePort<? super T> to;
    private final Supplier<? extends Iterator<? extends T>> source;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private @Nullable Iterator<? extends T> values;

    private Feed(WritePort<? super T> to, Supplier<? extends Iterator<? extends T>> source) {
        this.to = to;
        this.source = source;
    }

    /** Starts on the dispatch pool, where all of the iterator's code runs. */
    static <T> CompletableFuture<@Nullable Void> start(
            WritePort<? super T> to, Supplier<? extends Iterator<? extends T>> source) {
        Feed<T> feed = new Feed<>(to, source);
        Dispatch.execute(feed);
        return feed.end;
    }

    /** A channel of its own for a source, closed when that ends or fails. */
    static <T> Channel<T> channel(Supplier<? extends Iterator<? extends T>> source, Runnable release) {
        Channel<T> channel = Channel.buffered(AHEAD);
        var unused = start(channel, source).whenComplete((done, failure) -> close(channel, release, failure));
        return channel;
    }

    private static void close(Channel<?> channel, Runnable release, @Nullable Throwable failure) {
        Throwable cause = failure;
        try {
            release.run();
        } catch (Throwable e) {
            cause = cause == null ? e : cause;
        }
        if (cause == null) {
            channel.close();
        } else {
            Failures.close(channel, cause);
        }
    }

    @Override
    public void run() {
        try {
            Iterator<? extends T> next = values;
            if (next == null) {
                next = source.get();
                values = next;
            }
            while (!to.isClosed() && next.hasNext()) {
                CompletableFuture<Boolean> put = to.putAsync(Checks.notNull(next.next(), "value"));
                if (!put.isDone()) {
                    var unused = put.whenComplete((accepted, e) -> run());
                    return;
                }
            }
            end.complete(null);
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }
}
