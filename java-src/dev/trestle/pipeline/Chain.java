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

    /** How many steps at the beginning do nothing. */
    private final int through;

    final Stopwatch watch;

    /** The step that is at work: for a look from elsewhere, so any that was a moment ago will do. */
    private int at;

    private boolean ended;

    /** The last step is a sink if there is no outlet. */
    Chain(Segment segment, Op[] ops, @Nullable Outlet outlet) {
        this.segment = segment;
        this.ops = ops;
        this.outlet = outlet;
        int idle = 0;
        while (idle < ops.length && ops[idle] instanceof Ops.Through) {
            idle++;
        }
        through = idle;
        for (int i = 0; i < ops.length; i++) {
            ops[i].place(this, i);
            ops[i].books.next = i < ops.length - 1 ? ops[i + 1].books : null;
        }
        watch = new Stopwatch(Stream.of(ops).map(op -> op.books).toArray(Books[]::new));
    }

    Segment segment() {
        return segment;
    }

    void start() {
        for (Op op : ops) {
            try {
                op.start();
            } catch (Throwable e) {
                segment.run.fail(op.books.step, null, e);
            }
        }
    }

    /** The step that is at work, or was last; the first while the chain waits for its next item. */
    String working() {
        return ops[at].books.step;
    }

    /** Waits for its next item. */
    void waits() {
        at = 0;
    }

    /** Sends in the next items of a chunk, until no more is wanted. Each goes all the way before the next. */
    void push(Chunk chunk, int available) {
        int from = chunk.taken;
        @Nullable Object[] items = chunk.items();
        enter(available - from); // and back, if it comes to less
        try {
            while (chunk.taken < available && !hasEnded()) {
                Object item = items[chunk.taken++];
                if (item != null) {
                    pushed(item);
                }
            }
        } finally {
            enter(chunk.taken - available);
        }
    }

    /** Sends in an item, timed if its turn has come. */
    void push(Object item) {
        enter(1);
        pushed(item);
    }

    /** As {@link #push}, when the caller has asked the watch, and it does not want the item. */
    void pushUntimed(Object item) {
        enter(1);
        push(item, through);
    }

    private void pushed(Object item) {
        if (watch.wants()) {
            pushTimed(item);
        } else {
            push(item, through);
        }
    }

    /** Sends in an item whose drawing the watch has been told of. */
    void pushDrawn(Object item) {
        ops[0].books.in++;
        watch.enters(0);
        pass(ops[0], item);
        watch.end();
    }

    /** Counts items in the steps that do nothing. */
    private void enter(int count) {
        for (int i = 0; i < through; i++) {
            ops[i].books.in += count;
        }
    }

    void pass(Op from, Object item) {
        if (watch.isSampling()) {
            watch.charge(from.index);
            pushTimed(item, from.index + 1);
        } else if (watch.wantsAfter(from.index)) {
            watch.beginAfter(from.index);
            pushTimed(item, from.index + 1);
            watch.end();
        } else {
            push(item, from.index + 1);
        }
    }

    /** As {@link #push}, telling the watch what each step takes. */
    private void pushTimed(Object item) {
        watch.begin();
        pushTimed(item, through);
        watch.end();
    }

    private void pushTimed(Object item, int from) {
        Object x = item;
        int last = ops.length - 1;
        for (int i = from; i <= last; i++) {
            Op op = ops[i];
            op.books.in++;
            watch.enters(i);
            at = i;
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
            at = i;
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
        waits();
        watch.stop();
        publish();
    }

    /** No more comes: unless the end is early, what the steps still hold goes on. */
    void end(boolean early) {
        watch.resume();
        for (Op op : ops) {
            at = op.index;
            if (early) {
                op.abandon();
            } else {
                finish(op);
            }
        }
        segment.run.calm();
        for (Op op : ops) {
            at = op.index;
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
