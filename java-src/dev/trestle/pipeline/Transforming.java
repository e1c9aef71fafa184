package dev.trestle.pipeline;

import dev.trestle.async.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The user's own code between two channels of plain items. One thread runs it, another sends on what it puts. It has ended when
 * the function has returned: then both channels are closed, and what is left in the first is not delivered.
 */
@NullMarked
final class Transforming extends Segment {
    private static final int ROOM = 16;

    private final Books books;
    private final Boundary inlet;
    private final Channel<Object> out = Channel.buffered(ROOM);
    private final Outlet outlet;
    private final StepTransform<Object, Object> f;
    private final AtomicInteger working = new AtomicInteger(2);
    private final Object turn = new Object();
    private @Nullable Thread caller;
    private volatile long since;
    private long left;
    private long worked;
    private boolean early;

    Transforming(Place place, StepTransform<Object, Object> f) {
        super(place.run());
        books = place.books();
        inlet = place.before();
        outlet = new Outlet(place.after(), this);
        this.f = f;
    }

    @Override
    void start() {
        since = System.nanoTime();
        run.spawn(books.step, false, this::transform);
        run.spawn(books.step, false, this::send);
    }

    private void transform() {
        try {
            if (begins()) {
                f.transform(inlet.port(), out.writeOnly());
            }
        } catch (Throwable e) {
            if (!isHalted() || !Guard.isInterrupt(e)) {
                run.fail(books.step, null, e);
            }
        }
        worked = System.nanoTime() - since;
        returned();
        out.close();
        inlet.refuse();
        left = inlet.drain();
        balance();
    }

    private boolean begins() {
        synchronized (turn) {
            caller = Thread.currentThread();
            return !isHalted();
        }
    }

    /** From now on nobody interrupts this thread because of the function. */
    private void returned() {
        synchronized (turn) {
            caller = null;
            boolean unused = Thread.interrupted();
        }
    }

    private void send() {
        try {
            Object item = next();
            while (item != null) {
                if (outlet.emit(item)) {
                    books.out++;
                } else {
                    books.undelivered++;
                }
                books.in = inlet.came();
                books.nanos = System.nanoTime() - since;
                books.publish();
                item = next();
            }
        } catch (Throwable e) { // the function may close with a cause
            run.fail(books.step, null, e);
        }
        early = isHalted(); // before what follows has ended and wants no more
        outlet.complete();
        balance();
    }

    private @Nullable Object next() {
        while (true) {
            try {
                return out.take();
            } catch (InterruptedException e) {
                // halted, which closes the channel, or nothing of ours
            }
        }
    }

    /** Nobody knows which item became which, but how many came, were left, and went. */
    private void balance() {
        if (working.decrementAndGet() > 0) {
            return;
        }
        books.in = inlet.came();
        books.nanos = worked;
        long taken = books.in - left;
        long put = books.out + books.undelivered;
        books.expanded = Math.max(0, put - taken);
        if (early) {
            books.undelivered += Math.max(0, taken - put);
        } else {
            books.merged = Math.max(0, taken - put);
        }
        books.undelivered += left;
        books.publish();
    }

    /** The function sees it at both of its channels, or is interrupted if it waits elsewhere. */
    @Override
    void halt() {
        super.halt();
        inlet.refuse();
        out.close();
        synchronized (turn) {
            if (caller != null) {
                caller.interrupt();
            }
        }
    }

    @Override
    void outletRefuses() {
        halt();
    }
}
