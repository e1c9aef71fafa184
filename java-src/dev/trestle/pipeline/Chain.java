package dev.trestle.pipeline;

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
    }

    Segment segment() {
        return segment;
    }

    void start() {
        for (Op op : ops) {
            op.start();
        }
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
                    push(item, through);
                }
            }
        } finally {
            enter(chunk.taken - available);
        }
    }

    void push(Object item) {
        enter(1);
        push(item, through);
    }

    /** Counts items in the steps that do nothing. */
    private void enter(int count) {
        for (int i = 0; i < through; i++) {
            ops[i].books.in += count;
        }
    }

    void pass(Op from, Object item) {
        push(item, from.index + 1);
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

    /** No more comes: unless the end is early, what the steps still hold goes on. */
    void end(boolean early) {
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
        publish();
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
