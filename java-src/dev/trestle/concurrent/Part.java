package dev.trestle.concurrent;

import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring items that one thread works on in one go. They lie in an array that several parts may share; a mapped item
 * is replaced by what it is mapped to. Whoever works on the part owns what it works on; the {@link Crew} guards the rest.
 */
@NullMarked
final class Part {
    final @Nullable Object[] values;
    final int from;
    private final long base;

    /** Where it ends: earlier than it did when the rest was cut off, or after the last value if an item failed. */
    int to;

    @Nullable
    Part next;

    boolean done;
    boolean awaited;
    boolean interrupted;
    long began;

    @Nullable
    Thread worker;

    /** Makes what a reader that comes to {@link #to} must throw, if something failed there. */
    @Nullable
    Supplier<Exception> failure;

    /** Asks the worker to stop after the item that it is at. */
    volatile boolean cut;

    /** What the worker has come to: where it stopped, and why if it had to; and what it has made of the items together. */
    int stopped;

    @Nullable
    Throwable thrown;

    @Nullable
    Object result;

    @Nullable
    Times times;

    /**
     * Makes a part.
     *
     * @param values an array with the items
     * @param base the place of the array's first item among all items
     */
    Part(@Nullable Object[] values, long base, int from, int to) {
        this.values = values;
        this.base = base;
        this.from = from;
        this.to = to;
    }

    int size() {
        return to - from;
    }

    /** The place among all items of what is at an index. */
    long place(int index) {
        return base + index;
    }

    /** The place of its first item. */
    long start() {
        return base + from;
    }

    /** The place after its last item. */
    long end() {
        return base + to;
    }

    /** Cuts off what begins at an index, as the next part. */
    Part cutOff(int at) {
        Part rest = new Part(values, base, at, to);
        rest.next = next;
        next = rest;
        to = at;
        return rest;
    }
}
