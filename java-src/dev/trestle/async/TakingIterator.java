package dev.trestle.async;

import dev.trestle.internal.Calls;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class TakingIterator<T> implements Iterator<T> {
    private final ReadPort<T> port;
    private @Nullable T found;
    private boolean ended;

    TakingIterator(ReadPort<T> port) {
        this.port = port;
    }

    @Override
    public boolean hasNext() {
        if (found == null && !ended) {
            try {
                found = port.take();
            } catch (InterruptedException e) {
                throw Calls.unchecked(e);
            }
            ended = found == null;
        }
        return found != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("channel must hold a value, was closed and drained: " + port);
        }
        T value = found;
        found = null;
        return Calls.cast(value);
    }
}
