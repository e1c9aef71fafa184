package dev.trestle.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Batches that go on when they are full or when their first item has waited long enough. */
@NullMarked
final class TimedBatch extends Segment {
    private final Books books;
    private final int n;
    private final long nanos;
    private final Inlet inlet;
    private final Outlet outlet;
    private List<Object> held = new ArrayList<>();
    private final Stopwatch watch;
    private long due;

    TimedBatch(Place place, int n, long nanos) {
        super(place.run());
        books = place.books();
        this.n = n;
        this.nanos = nanos;
        watch = new Stopwatch(books);
        inlet = new Inlet(place.before(), this, this::rest);
        outlet = new Outlet(place.after(), this);
    }

    @Override
    void start() {
        run.spawn(books.step, false, this::work);
    }

    private void rest() {
        watch.stop();
        books.publish();
    }

    private void work() {
        try {
            boolean more = true;
            while (more && !isHalted()) {
                Object item = held.isEmpty() ? inlet.take() : inlet.take(due);
                more = item != null;
                watch.resume();
                if (item != null && item != Inlet.TIME_UP) {
                    add(item);
                }
                if (held.size() == n || item == Inlet.TIME_UP || (!more && !isHalted())) {
                    send();
                }
            }
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        }
        watch.stop();
        books.undelivered += held.size();
        books.refuse(inlet.refuse());
        books.publish();
        outlet.complete();
    }

    private void add(Object item) {
        books.in++;
        if (held.isEmpty()) {
            due = run.clock.now() + nanos;
        }
        held.add(item);
    }

    private void send() {
        @Nullable List<Object> batch = held.isEmpty() ? null : List.copyOf(held);
        if (batch == null) {
            return;
        }
        held = new ArrayList<>();
        if (outlet.emit(batch)) {
            books.merged += batch.size() - 1;
            books.out++;
        } else {
            books.undelivered += batch.size();
        }
    }

    @Override
    void waited(long nanos) {
        watch.leaveOut(nanos);
    }

    @Override
    void outletRefuses() {
        halt();
        inlet.boundary.refuse();
    }
}
