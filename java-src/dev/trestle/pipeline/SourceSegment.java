package dev.trestle.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A chain that draws from a source. */
@NullMarked
final class SourceSegment extends Segment {
    private static final int WORKING = 0;
    private static final int DRAWING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;

    private final Source source;
    private final Chain chain;
    private final Op drawn;
    private final AtomicInteger drawing = new AtomicInteger();
    private volatile @Nullable Thread thread;

    SourceSegment(Run<?> run, Source source, List<Op> ops, @Nullable Boundary after) {
        super(run);
        this.source = source;
        chain = new Chain(this, ops.toArray(Op[]::new), after == null ? null : new Outlet(after, this));
        drawn = chain.ops[0];
    }

    @Override
    void start() {
        run.spawn(chain::working, false, this::work);
    }

    private void work() {
        thread = Thread.currentThread();
        boolean opened = false;
        try {
            chain.start();
            opened = !chain.hasEnded();
            if (opened) {
                draw();
            }
        } catch (Throwable e) {
            if (!isHalted()) {
                run.fail(drawn.books.step, null, e);
            }
        }
        if (!opened) {
            skip();
        }
        chain.end(isHalted());
    }

    private void draw() throws Exception {
        try (Feed feed = source.open()) {
            while (!chain.hasEnded()) {
                if (run.isHeld()) {
                    chain.rest();
                    if (!run.mayDraw(this)) {
                        break;
                    }
                }
                boolean timed = chain.watch.wants();
                if (timed) {
                    chain.rest(); // now and then the figures have to become visible
                    chain.watch.begin();
                }
                Object item = source.mayWait() ? drawWaiting(feed) : feed.next();
                if (item == null) {
                    break;
                }
                if (timed) {
                    chain.pushDrawn(item);
                } else {
                    chain.pushUntimed(item);
                }
            }
        }
    }

    private @Nullable Object drawWaiting(Feed feed) throws Exception {
        while (true) {
            try {
                return drawInterruptibly(feed);
            } catch (InterruptedException e) {
                if (isHalted()) {
                    return feed.last();
                }
                if (!feed.isUnharmed()) {
                    throw e;
                }
                // it was nothing of ours
            }
        }
    }

    /** Stopping interrupts the source while it draws, and never a step. */
    private @Nullable Object drawInterruptibly(Feed feed) throws Exception {
        chain.waits();
        boolean unused = Thread.interrupted(); // left by a step, for nobody
        drawing.set(DRAWING);
        try {
            return run.isStopping() || isHalted() ? feed.last() : feed.next();
        } catch (Exception e) {
            if (drawing.get() != DRAWING) {
                return feed.last(); // we have interrupted it
            }
            throw e;
        } finally {
            if (!drawing.compareAndSet(DRAWING, WORKING)) {
                while (drawing.get() != INTERRUPTED) {
                    Thread.onSpinWait();
                }
                boolean ignored = !run.isAborted() && Thread.interrupted();
                drawing.set(WORKING);
            }
        }
    }

    @Override
    void skip() {
        try {
            source.discard();
        } catch (Throwable e) {
            run.fail(drawn.books.step, null, e);
        }
    }

    /** The source ends with what it has drawn. */
    void stop() {
        Thread drawer = thread;
        if (drawer != null && drawing.compareAndSet(DRAWING, INTERRUPTING)) {
            drawer.interrupt();
            drawing.set(INTERRUPTED);
        }
    }

    @Override
    void waited(long nanos) {
        chain.watch.leaveOut(nanos);
    }

    @Override
    void outletRefuses() {
        halt();
        stop();
    }
}
