package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Describe;
import dev.trestle.internal.ReadSide;
import dev.trestle.internal.WriteSide;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class ChannelFacade<T> implements Channel<T>, ReadSide, WriteSide {
    /** Loaded already: {@link ChannelFactory} is the only way here. */
    static final ChannelEngine ENGINE = ChannelEngine.get();

    final Object raw;

    ChannelFacade(Object raw) {
        this.raw = raw;
    }

    @Override
    public boolean put(T value) throws InterruptedException {
        return Puts.put(raw, value);
    }

    @Override
    public Put put(T value, Duration timeout) throws InterruptedException {
        return Puts.put(raw, value, timeout);
    }

    @Override
    public Put offer(T value) {
        return Puts.offer(raw, value);
    }

    @Override
    public CompletableFuture<Boolean> putAsync(T value) {
        return Puts.putAsync(raw, value);
    }

    @Override
    public @Nullable T take() throws InterruptedException {
        return Calls.cast(Takes.take(raw));
    }

    @Override
    public Taken<T> take(Duration timeout) throws InterruptedException {
        return Takes.take(raw, timeout);
    }

    @Override
    public Taken<T> poll() {
        return Takes.poll(raw);
    }

    @Override
    public CompletableFuture<@Nullable T> takeAsync() {
        return Takes.takeAsync(raw);
    }

    @Override
    public void close() {
        ENGINE.close(raw);
        Closings.closed(raw);
    }

    @Override
    public void close(Throwable cause) {
        Puts.close(raw, cause);
    }

    @Override
    public List<T> closeAndDrain() {
        return Drain.closed(this);
    }

    @Override
    public ReadPort<T> readOnly() {
        return new ReadView<>(raw);
    }

    @Override
    public WritePort<T> writeOnly() {
        return new WriteView<>(raw);
    }

    @Override
    public ChannelStats stats() {
        return ChannelStats.of(raw);
    }

    @Override
    public boolean isClosed() {
        return ENGINE.isClosed(raw);
    }

    @Override
    public Iterator<T> iterator() {
        return new TakingIterator<>(this);
    }

    @Override
    public Object unwrap() {
        return raw;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return sameRaw(raw, other);
    }

    /** Facades of one port are equal, be they views or the whole: Clojure code compares ports with {@code =}. */
    static boolean sameRaw(Object raw, @Nullable Object other) {
        return (other instanceof ReadSide read && read.unwrap() == raw)
                || (other instanceof WriteSide write && write.unwrap() == raw);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("Channel", raw) + (isClosed() ? "[closed]" : "[open]");
    }
}
