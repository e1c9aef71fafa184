package dev.trestle.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Items on their way from one thread to another, through a channel. A chunk travels open: the producer puts it into the
 * channel with its first item and goes on adding, until it is full or the consumer, who has caught up, has left it. So no
 * item waits for another, and under load the chunks are large.
 *
 * <p>Nothing is decided between the two with each item. The producer adds, and then looks whether it was left; the consumer
 * leaves, and then looks whether something was added. At least one of them sees the other, and the producer who was left
 * puts a successor into the channel at once, which wakes the consumer and leads it back to what it has not seen here.
 */
@NullMarked
final class Chunk {
    private static final VarHandle COUNT;
    private static final VarHandle LEFT;

    /** Chunks as large as that are made under load only; see {@link #mayHide}. */
    private static final int LARGE = 64;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COUNT = lookup.findVarHandle(Chunk.class, "count", int.class);
            LEFT = lookup.findVarHandle(Chunk.class, "left", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] items;
    private final boolean fenced;
    private int added;

    @SuppressWarnings("UnusedVariable") // through the handle
    private int count;

    @SuppressWarnings("UnusedVariable") // through the handle
    private boolean left;

    /** For the consumer: how many items it has taken. */
    int taken;

    private int forgotten;

    /** The one before of the same producer, until the consumer knows that it has seen all of it. */
    @Nullable
    Chunk before;

    /**
     * Makes an empty one.
     *
     * @param capacity how many items it may hold
     * @param shared whether the channel has other producers too
     * @param before the one before of the same producer
     */
    Chunk(int capacity, boolean shared, @Nullable Chunk before) {
        items = new @Nullable Object[capacity];
        fenced = shared || capacity < LARGE;
        this.before = before;
    }

    /** For the producer. */
    boolean hasRoom() {
        return added < items.length;
    }

    /** For the producer, if there is room: false if the consumer has left, and may not have seen the item. */
    boolean add(Object item) {
        int n = added;
        items[n] = item;
        added = n + 1;
        COUNT.setRelease(this, n + 1);
        if (fenced) {
            VarHandle.fullFence();
        }
        return !isLeft();
    }

    boolean isLeft() {
        return (boolean) LEFT.getOpaque(this);
    }

    /** For the producer: how many items it has added. */
    int added() {
        return added;
    }

    int capacity() {
        return items.length;
    }

    /** For the consumer: how many items are there now. */
    int available() {
        return (int) COUNT.getAcquire(this);
    }

    /** For the consumer: whether it has taken all that the chunk can hold. */
    boolean isSpent() {
        return taken == items.length;
    }

    /** For the consumer: the items, of which only the available ones may be read. */
    @Nullable
    Object[] items() {
        return items;
    }

    /** For the consumer: the next of the available items. */
    @Nullable
    Object take() {
        return items[taken++];
    }

    /** For the consumer, who goes to wait: lets go of what it has taken. */
    void forget() {
        while (forgotten < taken) {
            items[forgotten++] = null;
        }
    }

    /** For the consumer, who goes to wait at the channel, and must look once more for items after that. */
    void leave() {
        LEFT.setVolatile(this, true);
        VarHandle.fullFence();
    }

    /**
     * For the consumer: whether an item may have been added just before it left, and not be visible yet. A fence with each
     * item would rule that out, as it does in small chunks, but costs more than all the rest.
     */
    boolean mayHide() {
        return !fenced && !isSpent();
    }
}
