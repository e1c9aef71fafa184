package dev.trestle.concurrent;

import dev.trestle.internal.Calls;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Draws items for a {@link Crew}, ahead of whoever reads furthest and by no more than it is told. The items are drawn on the
 * threads of the readers, one at a time.
 */
@NullMarked
final class Supply {
    private static final long SLOW_NANOS = 200_000;
    private static final int LOOK_AGAIN = 64;
    private static final int SPARE = 2;
    private static final int FEW = 64;
    private static final @Nullable Object[] NONE = new @Nullable Object[0];

    private final ReentrantLock drawing = new ReentrantLock();
    private final Iterator<? extends @Nullable Object> source;
    private final Crew crew;
    private final int n;
    private long drawn;
    private long read;
    private volatile boolean ended;

    /**
     * Draws nothing yet.
     *
     * @param n the threads; so many chunks, and two, are drawn ahead
     */
    Supply(Iterator<? extends @Nullable Object> source, Crew crew, int n) {
        this.source = source;
        this.crew = crew;
        this.n = n;
    }

    /** The part without items that a chain begins with. */
    static Part head() {
        Part head = new Part(NONE, 0, 0, 0);
        head.done = true;
        return head;
    }

    /**
     * Goes on to the part after one that is done, waiting for it.
     *
     * @return null at the end; it throws, undeclared, the failure that is between, and {@code InterruptedException}
     */
    @Nullable
    Part after(Part part) {
        Supplier<Exception> failure = part.failure;
        try {
            if (failure != null) {
                throw failure.get();
            }
            draw(part.end());
            Part next = crew.after(part);
            if (next != null) {
                crew.await(next, Long.MAX_VALUE);
            }
            return next;
        } catch (Exception e) {
            throw Calls.sneaky(e);
        }
    }

    /** The part after one, if nobody has to wait for it; else null. */
    @Nullable
    Part ready(Part part) {
        Part next = crew.after(part);
        return next != null && crew.isDone(next) ? next : null;
    }

    /** Says whether it is known that nothing comes after a part. */
    boolean isEnd(Part part) {
        return ended && crew.after(part) == null && part.failure == null;
    }

    long drawn() {
        return drawn;
    }

    /** Draws the first items. */
    void begin() {
        try {
            draw(0);
        } catch (InterruptedException e) {
            throw Calls.sneaky(e);
        }
    }

    /** Draws ahead of a reader that has come to a place. */
    void draw(long place) throws InterruptedException {
        if (!drawing.tryLock()) {
            drawing.lockInterruptibly();
        }
        try {
            read = Math.max(read, place);
            long begin = System.nanoTime();
            while (!ended && isDue(begin)) {
                drawPart(crew.grain());
            }
        } finally {
            drawing.unlock();
        }
    }

    /** An item for each thread, and two, must be there; a chunk for each only if the reader need not wait for it. */
    private boolean isDue(long begin) {
        long ahead = drawn - read;
        int least = n + SPARE;
        return ahead < least || (ahead < (long) least * crew.grain() && System.nanoTime() - begin < SLOW_NANOS);
    }

    /** Draws all. */
    void drawAll() {
        drawing.lock();
        try {
            for (int most = FEW; !ended; most = Math.min(most * 4, Crew.MOST)) {
                drawPart(most);
            }
        } finally {
            drawing.unlock();
        }
    }

    private void drawPart(int most) {
        @Nullable Object[] values = NONE;
        int count = 0;
        Throwable failure = null;
        try {
            long begin = System.nanoTime();
            while (count < most && source.hasNext()) {
                Object value = source.next();
                if (count == 0) {
                    values = new @Nullable Object[most];
                }
                values[count++] = value;
                if (isTimeToLook(count) && System.nanoTime() - begin > SLOW_NANOS) {
                    break;
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
        ended = count == 0 || failure != null;
        if (count > 0) {
            Part part = new Part(values, drawn, 0, count);
            drawn += count;
            add(part);
        }
        if (failure != null) {
            add(broken(failure));
        }
    }

    private void add(Part part) {
        if (!crew.add(part)) {
            ended = true;
        }
    }

    /** A slow source is noticed at once, and a fast one is not slowed down by clocks. */
    private static boolean isTimeToLook(int count) {
        return (count & (count < LOOK_AGAIN ? count - 1 : LOOK_AGAIN - 1)) == 0;
    }

    /** The place where the source failed. */
    private Part broken(Throwable failure) {
        Part part = new Part(NONE, drawn, 0, 0);
        part.done = true;
        part.failure = () -> {
            throw Calls.sneaky(failure);
        };
        return part;
    }
}
