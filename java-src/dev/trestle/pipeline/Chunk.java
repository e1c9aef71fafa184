package dev.trestle.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Items on their way from one thread to another, through a channel. A chunk travels open: the producer puts it into the
 * channel with its first item and goes on adding, until it is full or the consumer has caught up and seals it. So no item
 * waits for another, and under load the chunks are large.
 *
 * <p>The word {@code state} is the number of items, and negative when sealed. The producer adds, the consumer seals, each
 * with a compare-and-set: an item is in the chunk before it is sealed, or goes into the next one.
 */
@NullMarked
final class Chunk {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Chunk.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] items;
    private int added;

    @SuppressWarnings("UnusedVariable") // through the handle
    private int state;

    Chunk(int capacity, Object first) {
        items = new @Nullable Object[capacity];
        items[0] = first;
        added = 1;
        state = 1; // visible with the chunk itself
    }

    /** For the producer; false if the item must go into another chunk. */
    boolean add(Object item) {
        int n = added;
        if (n == items.length) {
            return false;
        }
        items[n] = item;
        if (!STATE.compareAndSet(this, n, n + 1)) {
            items[n] = null;
            return false;
        }
        added = n + 1;
        return true;
    }

    /** For the producer: how many items it has added. */
    int added() {
        return added;
    }

    int capacity() {
        return items.length;
    }

    /** For the consumer, as long as it has not sealed: how many items are there now. */
    int available() {
        return (int) STATE.getAcquire(this);
    }

    @Nullable
    Object item(int i) {
        return items[i];
    }

    /** For the consumer: ends the chunk if it holds no more than {@code n} items. */
    boolean seal(int n) {
        return n == items.length || STATE.compareAndSet(this, n, ~n);
    }

    /** For the consumer: ends the chunk as it is, and says how many items it holds. */
    int seal() {
        while (true) {
            int n = available();
            if (seal(n)) {
                return n;
            }
        }
    }
}
