package dev.trestle.async;

import dev.trestle.internal.Calls;
import dev.trestle.internal.ChannelEngine;
import dev.trestle.internal.Checks;
import dev.trestle.internal.Describe;
import dev.trestle.internal.WriteSide;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class WriteView<T> implements WritePort<T>, WriteSide {
    private final Object raw;

    WriteView(Object raw) {
        this.raw = raw;
    }

    static <T> WritePort<T> wrap(@Nullable Object port) {
        if (port instanceof WritePort<?> facade) {
            return Calls.cast(facade);
        }
        ChannelEngine engine = ChannelEngine.get();
        if (port == null || !engine.isWritePort(port)) {
            throw Checks.notAdoptable("core.async write port", port);
        }
        return new WriteView<>(port);
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
    public void close() {
        ChannelFacade.ENGINE.close(raw);
        Closings.closed(raw);
    }

    @Override
    public void close(Throwable cause) {
        Puts.close(raw, cause);
    }

    @Override
    public boolean isClosed() {
        return ChannelFacade.ENGINE.isClosed(raw);
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
        return Describe.identity("WritePort", raw);
    }
}
