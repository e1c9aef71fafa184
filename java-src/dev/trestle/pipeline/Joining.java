package dev.trestle.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Takes from several boundaries: an item of each at a time, or one after the other. Then what is before the others starts when
 * it is their turn.
 */
@NullMarked
final class Joining extends Segment {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

    private final Books books;
    private final Guard guard;
    private final @Nullable StepBiFunction<Object, Object, Object> pair;
    private final List<Inlet> inlets = new ArrayList<>();
    private final List<Segment> later;
    private final Outlet outlet;
    private final Stopwatch watch;
    private boolean reached;

    /**
     * One after the other if there is no function for pairs.
     *
     * @param later what is before the others, if they come one after the other
     */
    Joining(
            Place place,
            List<Boundary> others,
            List<Segment> later,
            @Nullable StepBiFunction<Object, Object, Object> pair) {
        super(place.run());
        books = place.books();
        guard = place.guard();
        this.later = later;
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
                concat();
            } else {
                zip(pair);
            }
        } catch (Throwable e) {
            run.fail(books.step, null, e);
        }
        watch.stop();
        if (!reached) {
            skip();
        }
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
        watch.resume();
        return item;
    }

    private void concat() {
        drain(inlets.get(0));
        if (isHalted() || run.isStopping()) {
            return;
        }
        reached = true;
        later.forEach(Segment::start);
        inlets.subList(1, inlets.size()).forEach(this::drain);
    }

    @Override
    void skip() {
        later.forEach(Segment::skip);
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
            Object first = takeFirst();
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

    /** Nobody tells who waits for the one that the other has ended, so it looks now and then. */
    private @Nullable Object takeFirst() {
        Inlet first = inlets.get(0);
        Object item = first.isReady() ? take(first) : Inlet.TIME_UP;
        while (item == Inlet.TIME_UP) {
            if (inlets.get(1).isOver()) {
                return null;
            }
            item = first.take(run.clock.now() + LOOK);
        }
        watch.resume();
        return item;
    }

    private @Nullable Object paired(StepBiFunction<Object, Object, Object> f, Object first, Object second) {
        try {
            return called(f, first, second);
        } catch (Throwable e) {
            Guard.Call again = both -> called(f, first, second);
            return guard.recover(guard.options().retries(), again, books, List.of(first, second), e, this);
        }
    }

    private Object called(StepBiFunction<Object, Object, Object> f, Object first, Object second) throws Exception {
        long limit = guard.options().timeout();
        return Op.checked(
                limit == 0 ? f.apply(first, second) : Limit.call(x -> f.apply(first, x), second, limit, this));
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
