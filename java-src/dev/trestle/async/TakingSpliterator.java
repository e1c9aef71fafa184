package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes a value when a stream asks for one, never ahead. It does not split: two threads would take from one channel. */
@NullMarked
final class TakingSpliterator<T> implements Spliterator<T> {
    private final ReadPort<T> port;
    private volatile boolean closed;

    private TakingSpliterator(ReadPort<T> port) {
        this.port = port;
    }

    static <T> Stream<T> stream(ReadPort<T> port) {
        TakingSpliterator<T> values = new TakingSpliterator<>(port);
        return StreamSupport.stream(values, false).onClose(() -> values.closed = true);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (closed) {
            return false;
        }
        T value;
        try {
            value = port.take();
        } catch (InterruptedException e) {
            throw Calls.unchecked(e);
        }
        if (value == null) {
            return false;
        }
        action.accept(value);
        return true;
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
