package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The consumer's end of a boundary, for one thread at a time. */
@NullMarked
final class Inlet {
    /** What a timed take gives when the time is up. */
    static final Object TIME_UP = new Object();

    private static final int YIELDS = 10;

    final Boundary boundary;
    private final Segment segment;
    private final Runnable beforeWaiting;
    private @Nullable Chunk current;
    private int next;
    private int available;

    Inlet(Boundary boundary, Segment segment, Runnable beforeWaiting) {
        this.boundary = boundary;
        this.segment = segment;
        this.beforeWaiting = beforeWaiting;
    }

    /** The next item; null if there is no more or the segment is halted. */
    @Nullable
    Object take() {
        Chunk chunk = current;
        if (chunk != null && next < available) {
            return chunk.item(next++);
        }
        return takeFromNext(null);
    }

    /** As {@link #take()}; {@link #TIME_UP} if there is none at that time of the run's clock. */
    @Nullable
    Object take(long deadline) {
        Chunk chunk = current;
        if (chunk != null && next < available) {
            return chunk.item(next++);
        }
        return takeFromNext(deadline);
    }

    private @Nullable Object takeFromNext(@Nullable Long deadline) {
        beforeWaiting.run();
        Chunk chunk = current;
        if (chunk != null && !caughtUp(chunk)) {
            return chunk.item(next++);
        }
        current = null;
        Object taken = boundary.take(segment, deadline);
        if (taken instanceof Chunk carrier) {
            current = carrier;
            next = 0;
            available = 0;
            if (segment.isHalted()) {
                return null;
            }
            available = carrier.available();
            next = 1;
            return carrier.item(0);
        }
        return taken;
    }

    /** The producer may be about to add: a chunk that is sealed too soon costs another trip through the channel. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on the scheduler
    private boolean caughtUp(Chunk chunk) {
        for (int i = 0; next < chunk.capacity(); i++) {
            available = chunk.available();
            if (next < available) {
                return false;
            }
            if (i < YIELDS) {
                Thread.yield();
            } else if (chunk.seal(next)) {
                return true;
            }
        }
        return true;
    }

    /** Wants no more, and says how many items were on their way. */
    long refuse() {
        boundary.refuse();
        Chunk chunk = current;
        current = null;
        long items = chunk == null ? 0 : chunk.seal() - next;
        return items + boundary.drain();
    }
}
