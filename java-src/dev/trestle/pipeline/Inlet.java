package dev.trestle.pipeline;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The consumer's end of a boundary, for one thread at a time. */
@NullMarked
final class Inlet {
    /** What a timed take gives when the time is up. */
    static final Object TIME_UP = new Object();

    private static final int YIELDS = 10;
    private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    final Boundary boundary;
    private final Segment segment;
    private final Runnable beforeWaiting;
    private @Nullable Chunk current;
    private @Nullable Chunk upcoming;
    private int available;
    private int yields = YIELDS;

    Inlet(Boundary boundary, Segment segment, Runnable beforeWaiting) {
        this.boundary = boundary;
        this.segment = segment;
        this.beforeWaiting = beforeWaiting;
    }

    /** The next item; null if there is no more or the segment is halted. */
    @Nullable
    Object take() {
        Chunk chunk = current;
        return chunk != null && chunk.taken < available ? chunk.take() : takeFromNext(null);
    }

    /** Says that the next take finds something that was there before. */
    boolean isReady() {
        Chunk chunk = current;
        return chunk != null && chunk.taken < available;
    }

    /** Says that nothing is left, and nothing will come. */
    boolean isOver() {
        return boundary.isOver() && upcoming == null && !isMore();
    }

    /** As {@link #take()}; {@link #TIME_UP} if there is none at that time of the run's clock. */
    @Nullable
    Object take(long deadline) {
        Chunk chunk = current;
        return chunk != null && chunk.taken < available ? chunk.take() : takeFromNext(deadline);
    }

    /** The chunk of the item that was taken last, if it came in one. */
    @Nullable
    Chunk chunk() {
        return current;
    }

    /** How many items of {@link #chunk} are there to be taken without waiting, and were there before. */
    int available() {
        return available;
    }

    private @Nullable Object takeFromNext(@Nullable Long deadline) {
        beforeWaiting.run();
        long patience = FIRST_LOOK;
        while (true) {
            if (hasMore()) {
                return next();
            }
            Chunk chunk = current;
            Long look = chunk != null && chunk.mayHide() ? (Long) (segment.run.clock.now() + patience) : null;
            boolean looks = look != null && (deadline == null || look - deadline < 0);
            Object taken = boundary.take(segment, looks ? look : deadline);
            if (taken instanceof Chunk next) {
                enter(next);
                if (segment.isHalted()) {
                    return null;
                }
                patience = FIRST_LOOK;
            } else if (taken == TIME_UP && looks) {
                patience *= 2;
            } else if (taken == null && !segment.isHalted() && isMore()) {
                return next(); // closed by the producer, after it has added the last item
            } else {
                return taken;
            }
        }
    }

    private @Nullable Object next() {
        Chunk chunk = current;
        return chunk == null ? null : chunk.take();
    }

    private void enter(Chunk next) {
        Chunk before = next.before;
        if (before != null && before.taken < before.available()) {
            current = before;
            upcoming = next;
        } else {
            next.before = null;
            current = next;
        }
        available = 0;
    }

    private boolean isMore() {
        Chunk chunk = current;
        if (chunk == null) {
            return false;
        }
        available = chunk.available();
        return chunk.taken < available;
    }

    /** The producer may be about to add: a chunk that is left too soon costs another trip through the channel. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on the scheduler
    private boolean hasMore() {
        if (isMore()) {
            return true;
        }
        Chunk chunk = current;
        if (upcoming != null) {
            chunk = upcoming;
            chunk.before = null; // of which nothing is left
            current = chunk;
            upcoming = null;
        }
        if (chunk == null || chunk.isSpent()) {
            return false;
        }
        for (int i = 0; i < yields; i++) {
            if (isMore()) {
                yields = YIELDS;
                return true;
            }
            Thread.yield();
        }
        yields = Math.max(1, yields / 2); // in vain: others may have more use for the processor
        chunk.forget();
        chunk.leave();
        return isMore();
    }

    /** Wants no more, and says how many plain items were on their way. Those in chunks are counted in the end. */
    long refuse() {
        boundary.refuse();
        if (current != null) {
            current.leave();
        }
        current = null;
        upcoming = null;
        return boundary.drain();
    }
}
