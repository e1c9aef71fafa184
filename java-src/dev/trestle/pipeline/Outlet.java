package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The producer's end of a boundary, for one thread at a time. */
@NullMarked
final class Outlet {
    private static final int SMALLEST = 8;

    final Boundary boundary;
    private final Segment segment;

    /** The last chunk that has gone into the channel. */
    private @Nullable Chunk last;

    private boolean open;
    private int capacity = SMALLEST;

    Outlet(Boundary boundary, Segment segment) {
        this(boundary, segment, segment::outletRefuses);
    }

    Outlet(Boundary boundary, Segment segment, Runnable refused) {
        this.boundary = boundary;
        this.segment = segment;
        boundary.producedBy(this, refused);
    }

    /** False if the consumer wants no more, or the run has ended: then the item is not delivered. */
    boolean emit(Object item) {
        Chunk chunk = last;
        if (chunk != null && open && chunk.hasRoom()) {
            if (!chunk.add(item)) {
                succeed();
            }
            return true; // if nobody comes to take it, it is found there in the end
        }
        return emitInNext(item);
    }

    /** As {@link #emit}, if that takes no waiting; else false, and nothing has happened. */
    boolean offer(Object item) {
        if (boundary.largest == 0 || boundary.isShared() || boundary.isRefusing()) {
            return false;
        }
        Chunk chunk = last;
        if (chunk != null && open && chunk.hasRoom() && !chunk.isLeft()) {
            if (!chunk.add(item)) {
                succeed(); // without waiting: the consumer waits at the channel, so that is empty
            }
            return true;
        }
        Chunk next = next();
        boolean unused = next.add(item);
        if (!boundary.offer(next)) {
            return false;
        }
        last = next;
        open = true;
        return true;
    }

    private boolean emitInNext(Object item) {
        open = false;
        if (boundary.isRefusing()) {
            return false;
        }
        if (boundary.largest == 0) {
            return boundary.put(item, segment);
        }
        Chunk next = next();
        boolean unused = next.add(item);
        open = put(next);
        return open;
    }

    /** The consumer has left the last chunk and waits at the channel. */
    private void succeed() {
        open = !boundary.isRefusing() && put(next());
    }

    private Chunk next() {
        Chunk chunk = last;
        if (chunk != null) {
            capacity = Math.max(SMALLEST, Math.min(boundary.largest, chunk.added() * 2));
        }
        return new Chunk(capacity, boundary.isShared(), chunk);
    }

    private boolean put(Chunk next) {
        if (!boundary.put(next, segment)) {
            return false;
        }
        last = next;
        return true;
    }

    void complete() {
        open = false;
        boundary.complete();
    }

    /** When nobody works any more: how many items nobody has taken. */
    long untaken() {
        long items = 0;
        for (Chunk chunk = last; chunk != null; chunk = chunk.before) {
            items += chunk.available() - chunk.taken;
        }
        last = null;
        return items;
    }
}
