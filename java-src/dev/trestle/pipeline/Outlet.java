package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The producer's end of a boundary, for one thread at a time. */
@NullMarked
final class Outlet {
    private static final int SMALLEST = 8;

    final Boundary boundary;
    private final Segment segment;
    private @Nullable Chunk open;
    private int capacity = SMALLEST;

    Outlet(Boundary boundary, Segment segment) {
        this(boundary, segment, segment::outletRefuses);
    }

    Outlet(Boundary boundary, Segment segment, Runnable refused) {
        this.boundary = boundary;
        this.segment = segment;
        boundary.producedBy(refused);
    }

    /** False if the consumer wants no more, or the run has ended: then the item is not delivered. */
    boolean emit(Object item) {
        Chunk chunk = open;
        return (chunk != null && chunk.add(item)) || emitInNext(chunk, item);
    }

    private boolean emitInNext(@Nullable Chunk last, Object item) {
        open = null;
        if (boundary.isRefusing()) {
            return false;
        }
        if (boundary.largest == 0) {
            return boundary.put(item, segment);
        }
        if (last != null) {
            int wanted = last.added() == last.capacity() ? capacity * 2 : last.added() * 2;
            capacity = Math.max(SMALLEST, Math.min(boundary.largest, wanted));
        }
        Chunk next = new Chunk(capacity, item);
        if (!boundary.put(next, segment)) {
            return false;
        }
        open = next;
        return true;
    }

    void complete() {
        open = null;
        boundary.complete();
    }
}
