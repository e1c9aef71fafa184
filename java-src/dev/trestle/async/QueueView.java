package dev.trestle.async;

import dev.trestle.internal.Checks;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class QueueView<T> extends AbstractQueue<T> implements BlockingQueue<T> {
    private final Channel<T> channel;

    QueueView(Channel<T> channel) {
        this.channel = channel;
    }

    @Override
    public boolean offer(T value) {
        return channel.offer(value).isAccepted();
    }

    @Override
    public boolean offer(T value, long timeout, TimeUnit unit) throws InterruptedException {
        return channel.put(value, duration(timeout, unit)).isAccepted();
    }

    @Override
    public void put(T value) throws InterruptedException {
        if (!channel.put(value)) {
            throw new IllegalStateException("channel must be open for a put, was closed: " + channel);
        }
    }

    @Override
    public @Nullable T poll() {
        return channel.poll().toOptional().orElse(null);
    }

    @Override
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        return channel.take(duration(timeout, unit)).toOptional().orElse(null);
    }

    @Override
    public T take() throws InterruptedException {
        T value = channel.take();
        if (value == null) {
            throw new NoSuchElementException("channel must hold a value, was closed and drained: " + channel);
        }
        return value;
    }

    @Override
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> target, int max) {
        if (Checks.notNull(target, "target") == this) {
            throw new IllegalArgumentException("target must be another collection, was the queue itself");
        }
        int moved = 0;
        while (moved < max && channel.poll() instanceof Taken.Value<T> one) {
            target.add(one.value());
            moved++;
        }
        return moved;
    }

    @Override
    public int size() {
        return Contents.of(channel.unwrap()).buffered();
    }

    @Override
    public int remainingCapacity() {
        return channel.isClosed() ? 0 : Contents.of(channel.unwrap()).room();
    }

    @Override
    public @Nullable T peek() {
        throw unsupported("peek");
    }

    @Override
    public boolean contains(@Nullable Object value) {
        throw unsupported("contains");
    }

    @Override
    public boolean remove(@Nullable Object value) {
        throw unsupported("remove(Object)");
    }

    @Override
    public Iterator<T> iterator() {
        throw unsupported("iterator");
    }

    @Override
    public String toString() {
        return "BlockingQueue[" + channel + "]";
    }

    private static UnsupportedOperationException unsupported(String operation) {
        return new UnsupportedOperationException(
                operation + " must look at values without taking them, which a channel does not admit");
    }

    /** The JDK admits negative times, and means none. */
    private static Duration duration(long timeout, TimeUnit unit) {
        return Duration.ofNanos(Math.max(0, unit.toNanos(timeout)));
    }
}
