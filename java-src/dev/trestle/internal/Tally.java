package dev.trestle.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Counts what goes through a buffer, and tells what it drops. Written under the channel's lock, read by anyone. */
@NullMarked
public final class Tally {
    private final AtomicLong puts = new AtomicLong();
    private final AtomicLong takes = new AtomicLong();
    private final AtomicLong drops = new AtomicLong();
    private final @Nullable Consumer<Object> onDropped;

    /**
     * Counts from nothing.
     *
     * @param onDropped is told each dropped value, or null
     */
    public Tally(@Nullable Consumer<Object> onDropped) {
        this.onDropped = onDropped;
    }

    /** Counts a value that came. */
    public void put() {
        puts.setRelease(puts.getPlain() + 1);
    }

    /** Counts a value that went to a taker. */
    public void taken() {
        takes.setRelease(takes.getPlain() + 1);
    }

    /**
     * Counts and tells a value that is dropped. The channel is locked: nothing that is thrown may reach it.
     *
     * @param value the value
     */
    public void dropped(Object value) {
        drops.setRelease(drops.getPlain() + 1);
        if (onDropped != null) {
            try {
                onDropped.accept(value);
            } catch (Throwable e) {
                Calls.uncaught(e);
            }
        }
    }

    /** Counts a value that never came to the buffer, because the transducer has failed. */
    public void lost() {
        put();
        drops.setRelease(drops.getPlain() + 1);
    }

    /**
     * Says how many values came.
     *
     * @return the count, with those that were dropped
     */
    public long puts() {
        return puts.getAcquire();
    }

    /**
     * Says how many values went to takers.
     *
     * @return the count
     */
    public long takes() {
        return takes.getAcquire();
    }

    /**
     * Says how many values were dropped.
     *
     * @return the count
     */
    public long drops() {
        return drops.getAcquire();
    }
}
