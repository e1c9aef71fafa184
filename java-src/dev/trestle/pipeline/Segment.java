package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/** A part of a run that has threads of its own. */
@NullMarked
abstract class Segment {
    final Run<?> run;
    private volatile boolean halted;
    private boolean later;

    Segment(Run<?> run) {
        this.run = run;
    }

    /** Starts the threads. */
    abstract void start();

    /** Is started by another segment, if at all, and not with the run. */
    final void startLater() {
        later = true;
    }

    final boolean startsLater() {
        return later;
    }

    /** It is certain that this will never be started. */
    void skip() {}

    /** The run wants this to end now: it ends as soon as the user's functions let it. */
    void halt() {
        halted = true;
        run.wake();
    }

    /** A thread of this has waited, which is no work. */
    void waited(long nanos) {}

    final boolean isHalted() {
        return halted;
    }

    /** The consumer of what comes out wants no more. */
    abstract void outletRefuses();
}
