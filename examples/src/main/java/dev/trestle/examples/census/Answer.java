package dev.trestle.examples.census;

import dev.trestle.pipeline.StepStats;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a survey ended. A promise cannot fail, so a failure is an answer like others.
 *
 * @param ending why it ended
 * @param elapsed how long it took
 * @param steps what each step has done
 * @param failure what it failed with, if it did
 */
record Answer(
        Ending ending,
        Duration elapsed,
        List<StepStats> steps,
        @Nullable Throwable failure) {
    /** Why a survey ends. */
    enum Ending {
        /** Everything has been counted. */
        COMPLETE,
        /** The time was over. */
        TIME_LIMIT,
        /** Somebody stopped it. */
        STOPPED,
        /** Something went wrong. */
        FAILED
    }
}
