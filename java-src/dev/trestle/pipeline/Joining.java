package dev.trestle.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Takes from several boundaries in turn: one after the other, or an item of each at a time. */
@NullMarked
final class Joining extends Segment {
    private final Books books;
    private final Guard guard;
    private final @Nullable StepBiFunction<Object, Object, Object> pair;
    private final List<Inlet> inlets = new ArrayList<>();
    private final Outlet outlet;
    private final Stopwatch watch;

    /** One after the other if there is no function for pairs. */
    Joining(Place place, List<Boundary> others, @Nullable StepBiFunction<Object, Object, Object> pair) {
        super(place.run());
        books = place.books();
        guard = place.guard();
        this.pair = pair;
        watch = new Stopwatch(books);
        inlets.add(new Inlet(place.before(), this, this::rest));
        for (Boundary other : others) {
            inlets.add(new Inlet(other, this, this::rest));
            run.settles(books, other);
        }
        outlet = new Outlet(place.after(), this);
    }

    @Override
    void start() {
        run.spawn(books.step, false, this::work);
    }

    private void work() {
        try {
            if (pair == null) {
                inlets.forEach(this::drain);
            } else {
                zip(pair);
            }
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        }
        watch.stop();
        for (Inlet inlet : inlets) {
            books.refuse(inlet.refuse());
        }
        books.publish();
        outlet.complete();
    }

    private void rest() {
        watch.stop();
        books.publish();
    }

    private @Nullable Object take(Inlet inlet) {
        Object item = inlet.take();
        if (watch.wants()) {
            watch.begin();
        }
        return item;
    }

    private void drain(Inlet inlet) {
        while (!isHalted()) {
            Object item = take(inlet);
            if (item == null) {
                return;
            }
            books.in++;
            emit(item);
        }
    }

    private void zip(StepBiFunction<Object, Object, Object> f) {
        while (!isHalted()) {
            Object first = take(inlets.get(0));
            if (first == null) {
                return;
            }
            books.in++;
            Object second = take(inlets.get(1));
            if (second == null) {
                books.undelivered++;
                return;
            }
            books.in++;
            books.merged++;
            Object paired = paired(f, first, second);
            if (paired != null) {
                emit(paired);
            }
        }
    }

    private @Nullable Object paired(StepBiFunction<Object, Object, Object> f, Object first, Object second) {
        try {
            return Op.checked(f.apply(first, second));
        } catch (Throwable e) {
            Guard.Call again = pair -> Op.checked(f.apply(first, second));
            return guard.recover(guard.options().retries(), again, books, List.of(first, second), e, this);
        }
    }

    private void emit(Object item) {
        if (outlet.emit(item)) {
            books.out++;
        } else {
            books.undelivered++;
        }
    }

    @Override
    void waited(long nanos) {
        watch.leaveOut(nanos);
    }

    @Override
    void outletRefuses() {
        halt();
        inlets.forEach(inlet -> inlet.boundary.refuse());
    }
}
