package dev.trestle.pipeline;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * What one step of a run has done with its items.
 *
 * <p>When the run has ended, nothing is in flight: {@code in + expanded = out + filtered + merged + failed + dropped +
 * undelivered}, and what one step gave out came into the next. Until then the figures lag behind a little and need not fit.
 *
 * <p>{@code time} is how long the step has worked. Time that it waits for items, for room behind it, for the next attempt or
 * its turn is left out; so is nothing of what the user's functions do. Of a parallel step it is the sum over all calls, of a
 * {@code mapAsync} from each call until its stage is complete; both are exact. So is the time of steps that are fused, taken
 * together. Which of them takes how much of it is exact as long as items, or what becomes of many items, as a batch does, take
 * longer than some microseconds. Of faster ones only one in many is timed step by step, and the time of the rest is divided
 * likewise: a share that is good for comparing steps, and not for rare slow items among fast ones. What a source waits for its
 * items, and a sink for its channel, counts; so does all that a {@code transform} waits for.
 *
 * <p>Immutable, so thread-safe.
 *
 * @param step the name of the step, with its position
 * @param in items that came in; of a source, that were drawn
 * @param out items that went on; of a sink, that it has accepted
 * @param filtered items that the step's own rule did not let through
 * @param merged items that went into another one, as into a batch
 * @param expanded items that came out beyond one for each that came in, as of a {@code flatMap}
 * @param failed items whose function failed, and that were not replaced
 * @param replaced items whose function failed, and in whose place another went on
 * @param retried how often a function was called again for an item
 * @param dropped items that a full buffer has dropped
 * @param undelivered items that were inside when the run ended early
 * @param queued chunks that wait before the step; items, where a channel of plain items is before it
 * @param time how long the step has worked, on all its threads
 * @since 0.1.0
 */
@NullMarked
public record StepStats(
        String step,
        long in,
        long out,
        long filtered,
        long merged,
        long expanded,
        long failed,
        long replaced,
        long retried,
        long dropped,
        long undelivered,
        long queued,
        Duration time) {
    /**
     * Returns how many items are in the step.
     *
     * @return the count; 0 when the run has ended
     */
    public long inFlight() {
        return in + expanded - out - filtered - merged - failed - dropped - undelivered;
    }
}
