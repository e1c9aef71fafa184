package dev.trestle.pipeline;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.NullMarked;

/** Counts what comes to a gate: everybody once as offered, and once with the answer. */
@NullMarked
final class GateBooks {
    private final LongAdder offered = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder full = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder overRate = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder interrupted = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();

    void offered() {
        offered.increment();
    }

    void interrupted() {
        interrupted.increment();
    }

    /** An offer that has come to no answer, as its channel has thrown. */
    void withdrawn() {
        withdrawn.increment();
    }

    Gate.Outcome count(Gate.Outcome outcome) {
        switch (outcome) {
            case ADMITTED -> admitted.increment();
            case FULL -> full.increment();
            case TIMED_OUT -> timedOut.increment();
            case OVER_RATE -> overRate.increment();
            case CLOSED -> closed.increment();
        }
        return outcome;
    }

    /** The answers are read before the offers, so never more were answered than offered. */
    Gate.Stats stats(long inFlight) {
        long in = admitted.sum();
        long noRoom = full.sum();
        long late = timedOut.sum();
        long fast = overRate.sum();
        long shut = closed.sum();
        long gaveUp = interrupted.sum();
        long none = withdrawn.sum();
        return new Gate.Stats(offered.sum() - none, in, noRoom, late, fast, shut, gaveUp, inFlight);
    }
}
