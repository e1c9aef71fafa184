package dev.trestle.pipeline;

import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Consecutive synchronous steps, fused: one thread takes an item through all of them. */
@NullMarked
final class Chain {
    private final Segment segment;
    final Op[] ops;
    private final @Nullable Outlet outlet;
    final Stopwatch watch;
    private boolean ended;

    /** The last step is a sink if there is no outlet. */
    Chain(Segment segment, Op[] ops, @Nullable Outlet outlet) {
        this.segment = segment;
        this.ops = ops;
        this.outlet = outlet;
        watch = new Stopwatch(Stream.of(ops).map(op -> op.books).toArray(Books[]::new));
    }

    Segment segment() {
        return segment;
    }

    void start() {
        for (Op op : ops) {
            op.start();
        }
    }

    void push(Object item) {
        push(item, 0);
    }

    void pass(Op from, Object item) {
        if (from.index < ops.length - 1) {
            from.books.out++;
        }
        if (watch.isSampling()) {
            watch.charge(from.index);
            pushTimed(item, from.index + 1);
        } else {
            push(item, from.index + 1);
        }
    }

    /** As {@link #push}, telling the watch what each step takes. */
    void pushTimed(Object item) {
        watch.begin();
        pushTimed(item, 0);
        watch.end();
    }

    private void pushTimed(Object item, int from) {
        Object x = item;
        int last = ops.length - 1;
        for (int i = from; i <= last; i++) {
            Op op = ops[i];
            op.books.in++;
            Object y;
            try {
                y = op.apply(x);
            } catch (Throwable e) {
                y = op.guard.recover(op, x, e, segment);
            }
            watch.charge(i);
            if (y == null) {
                return;
            }
            x = y;
            if (i < last) {
                op.books.out++;
            }
        }
        emit(ops[last].books, x);
        watch.charge(last);
    }

    private void push(Object item, int from) {
        Object x = item;
        int last = ops.length - 1;
        for (int i = from; i <= last; i++) {
            Op op = ops[i];
            op.books.in++;
            Object y;
            try {
                y = op.apply(x);
            } catch (Throwable e) {
                y = op.guard.recover(op, x, e, segment);
            }
            if (y == null) {
                return;
            }
            x = y;
            if (i < last) {
                op.books.out++;
            }
        }
        emit(ops[last].books, x);
    }

    private void emit(Books books, Object item) {
        if (outlet != null && outlet.emit(item)) {
            books.out++;
        } else {
            books.undelivered++;
            ended = true;
        }
    }

    /** Waits for more. */
    void rest() {
        watch.stop();
        publish();
    }

    /** No more comes: unless the end is early, what the steps still hold goes on. */
    void end(boolean early) {
        watch.begin();
        for (Op op : ops) {
            if (early) {
                op.abandon();
            } else {
                finish(op);
            }
        }
        for (Op op : ops) {
            op.release();
        }
        rest();
        if (outlet != null) {
            outlet.complete();
        }
    }

    private void finish(Op op) {
        try {
            op.finish();
        } catch (Throwable e) {
            segment.run.fail(op.books.step, null, e);
        }
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended || segment.isHalted();
    }

    boolean sleep(long nanos) {
        publish();
        return segment.run.sleep(nanos, segment);
    }

    boolean isHalted() {
        return segment.isHalted();
    }

    void publish() {
        for (Op op : ops) {
            op.books.publish();
        }
    }
}
