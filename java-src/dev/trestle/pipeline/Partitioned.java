package dev.trestle.pipeline;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Workers that each collect a part of the items in a container of their own, and send that on at the end. They are started one by
 * one, as items come. A worker takes one item at a time, or, when items cost it next to nothing, what is there of the next few:
 * then nobody else could have been of use.
 */
@NullMarked
final class Partitioned extends Segment {
    private static final int MOST = 256;
    private static final long LITTLE_NANOS = 20_000;

    private final Books books;
    private final Guard guard;
    private final int n;
    private final Collector<Object, Object, Object> collector;
    private final ReentrantLock taking = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Inlet inlet;
    private final Outlet outlet;
    private int workers;
    private int idle;

    Partitioned(Place place, int n, Collector<Object, Object, Object> collector) {
        super(place.run());
        books = place.books();
        guard = place.guard();
        this.n = n;
        this.collector = collector;
        inlet = new Inlet(place.before(), this, () -> {});
        outlet = new Outlet(place.after(), this);
    }

    @Override
    void start() {
        workers = 1;
        run.spawn(books.step, false, new Worker());
    }

    /** One thread, its container, and how many items are in that. */
    private final class Worker implements Runnable {
        private final Books own = new Books(books.step);
        private final @Nullable Object[] items = new @Nullable Object[MOST];
        private final BiConsumer<Object, Object> accumulator = collector.accumulator();
        private @Nullable Object container;
        private long held;

        @Override
        public void run() {
            try {
                int wanted = 1;
                int count = take(wanted);
                while (count > 0) {
                    another();
                    long begun = System.nanoTime();
                    collect(count);
                    long took = System.nanoTime() - begun;
                    own.nanos += took;
                    boolean cheap = took < LITTLE_NANOS;
                    wanted = cheap ? Math.min(MOST, 2 * count) : Math.max(1, count / 2);
                    handIn();
                    count = take(wanted);
                }
            } catch (Throwable e) {
                run.fail(books.step, null, e);
            } finally {
                leave(this);
            }
        }

        private int take(int wanted) {
            waits();
            int count = 0;
            taking.lock();
            try {
                while (!isHalted() && count < wanted && (count == 0 || inlet.isReady())) {
                    Object item = inlet.take();
                    if (item == null) {
                        break;
                    }
                    items[count++] = item;
                }
                return count;
            } finally {
                taking.unlock();
                took(count);
            }
        }

        private void collect(int count) {
            for (int i = 0; i < count; i++) {
                Object item = items[i];
                items[i] = null;
                if (item == null || isHalted()) {
                    own.undelivered++;
                } else {
                    collect(item);
                }
            }
        }

        private void collect(Object item) {
            try {
                if (container == null) {
                    container = Op.checked(collector.supplier().get());
                }
                accumulator.accept(container, item);
                held++;
            } catch (Throwable e) {
                Object unused = guard.settle(own, item, e, 1, Partitioned.this);
            }
        }

        private void handIn() {
            lock.lock();
            try {
                books.add(own);
                books.publish();
            } finally {
                lock.unlock();
            }
        }
    }

    private void waits() {
        lock.lock();
        try {
            idle++;
        } finally {
            lock.unlock();
        }
    }

    /** Counts the items before they are worked on, so that a slow step can be told from an idle one. */
    private void took(int count) {
        lock.lock();
        try {
            idle--;
            books.in += count;
            books.publish();
        } finally {
            lock.unlock();
        }
    }

    private void another() {
        lock.lock();
        try {
            if (idle > 0 || workers == n || isHalted()) {
                return;
            }
            workers++;
        } finally {
            lock.unlock();
        }
        run.spawn(books.step, false, new Worker());
    }

    private void leave(Worker worker) {
        boolean last;
        lock.lock();
        try {
            Object container = worker.container;
            if (container != null && !isHalted() && outlet.emit(container)) {
                worker.own.out++;
                books.merged += worker.held - 1;
            } else {
                worker.own.undelivered += worker.held;
            }
            books.add(worker.own);
            last = --workers == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            books.refuse(inlet.refuse());
            books.publish();
            outlet.complete();
        }
    }

    @Override
    void outletRefuses() {
        halt();
        inlet.boundary.refuse();
    }

    /** Makes one of the workers' containers. */
    static final class Merging extends Sink.End {
        private final Collector<Object, Object, Object> collector;
        private final BinaryOperator<Object> combiner;
        private @Nullable Object merged;

        Merging(Collector<Object, Object, Object> collector) {
            this.collector = collector;
            combiner = collector.combiner();
        }

        @Override
        @Nullable
        Object apply(Object container) {
            merged = merged == null ? container : Op.checked(combiner.apply(merged, container));
            books.out++;
            return null;
        }

        @Override
        @Nullable
        Object result() {
            Object container = merged == null ? Op.checked(collector.supplier().get()) : merged;
            return collector.finisher().apply(container);
        }
    }
}
