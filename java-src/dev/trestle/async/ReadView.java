package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.ReadSide;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class ReadView<T> implements ReadPort<T>, ReadSide {
    private final Object raw;

    ReadView(Object raw) {
        this.raw = raw;
    }

    static <T> ReadPort<T> wrap(@Nullable Object port) {
        if (port instanceof ReadPort<?> facade) {
            return Calls.cast(facade);
        }
        ChannelEngine engine = ChannelEngine.get();
        if (port == null || !engine.isReadPort(port)) {
            throw Checks.notAdoptable("core.async read port", port);
        }
        return new ReadView<>(port);
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
    public boolean isClosed() {
        return ChannelFacade.ENGINE.isClosed(raw);
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
        return ChannelFacade.sameRaw(raw, other);
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(raw);
    }

    @Override
    public String toString() {
        return Describe.identity("ReadPort", raw);
    }
}
