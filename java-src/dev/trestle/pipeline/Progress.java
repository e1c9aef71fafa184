package dev.trestle.pipeline;

import dev.trestle.internal.Calls;
import dev.trestle.internal.Threads;
import dev.trestle.internal.Timer;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run's figures to a listener, again and again and once when they are final. The timer's thread only says when:
 * nobody waits for the listener, and it is never called while it still works.
 */
@NullMarked
final class Progress {
    private final Listening listening;
    private final Supplier<List<StepStats>> figures;
    private @Nullable Timer timer;
    private long due;
    private boolean busy;
    private boolean over;

    /**
     * A listener, of any number of runs.
     *
     * @param nanos how often it is called, one after the other
     * @param listener sees the figures
     */
    record Listening(long nanos, Consumer<? super List<StepStats>> listener) implements Serializable {}

    Progress(Listening listening, Supplier<List<StepStats>> figures) {
        this.listening = listening;
        this.figures = figures;
    }

    synchronized void start() {
        due = System.nanoTime();
        schedule();
    }

    private void schedule() {
        long now = System.nanoTime();
        due = Math.max(due - now, -listening.nanos()) + now + listening.nanos(); // what was missed is not made up for
        timer = Timer.schedule(due - now, this::tick);
    }

    private synchronized void tick() {
        if (!over) {
            schedule();
            call();
        }
    }

    /** The figures are final. */
    synchronized void end() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
        call();
    }

    private void call() {
        if (!busy) {
            busy = true;
            try {
                Threads.waiting().execute(this::show);
            } catch (Throwable e) { // no thread to be had: that is no reason for the run to fail
                busy = false;
                Calls.uncaught(e);
            }
        }
    }

    private void show() {
        boolean last = isOver();
        show(figures.get());
        while (!last && !rests()) {
            last = true;
            show(figures.get());
        }
    }

    private void show(List<StepStats> now) {
        try {
            listening.listener().accept(now);
        } catch (Throwable e) {
            Calls.uncaught(e);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** False if the figures have become final meanwhile. */
    private synchronized boolean rests() {
        busy = over;
        return !over;
    }
}
