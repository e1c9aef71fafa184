package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import dev.trestle.async.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline at work. It has threads of its own, daemons, and has ended when the last of them has.
 *
 * <p>Thread-safe. Memory consistency effects: what a step did with an item happens-before what the next one does with it,
 * and all of it before the run's end.
 *
 * @param <R> the type of the result
 * @since 0.1.0
 */
@NullMarked
public sealed interface PipelineRun<R extends @Nullable Object> extends AutoCloseable permits Run {
    /** Where a run is. */
    enum State {
        /** Items go through. */
        RUNNING,
        /** No items are drawn until it is resumed. */
        PAUSED,
        /** It was stopped, was cancelled or has failed, and some of its threads still work. */
        ENDING,
        /** It has ended by itself. */
        COMPLETED,
        /** It has ended because it was stopped, after what was inside. */
        STOPPED,
        /** It has ended because it was cancelled. */
        CANCELLED,
        /** It has ended because a step has failed. */
        FAILED
    }

    /**
     * Returns a future of the result. When it is done, the run has ended, with all its threads; its dependents run on the
     * last of those.
     *
     * <p>It fails with a {@link StepFailedException} if a step has failed, and is cancelled if the run is. Cancelling it
     * cancels the run.
     *
     * @return always the same future
     */
    CompletableFuture<R> completion();

    /**
     * Waits for the result.
     *
     * @param timeout how long to wait, &gt;= 0
     * @return the result
     * @throws InterruptedException if the thread is interrupted while it waits; the run goes on
     * @throws TimeoutException if the run has not ended by then; it goes on, and the message says which steps still work
     * @throws StepFailedException if a step has failed
     * @throws java.util.concurrent.CancellationException if the run was cancelled
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalStateException in a transaction
     */
    R await(Duration timeout) throws InterruptedException, TimeoutException;

    /**
     * Lets nothing more in, and waits until what is inside has come out. A run that has not ended in time is cancelled.
     *
     * @param limit how long that may take, &gt;= 0
     * @return true if the run has ended, false if it had to be cancelled
     * @throws InterruptedException if the thread is interrupted while it waits; the run still drains
     * @throws IllegalArgumentException if {@code limit} is negative
     * @throws IllegalStateException in a transaction
     */
    boolean stop(Duration limit) throws InterruptedException;

    /** Ends the run now: its threads are interrupted, and what was inside is counted as undelivered. Does not wait. */
    void cancel();

    /** Draws no more items from the source until {@link #resume}. What is inside goes on. */
    void pause();

    /** Ends a pause. */
    void resume();

    /**
     * Says where the run is.
     *
     * @return the state
     */
    State state();

    /**
     * Returns what each step has done so far, in the order of the steps.
     *
     * @return the figures, exact when the run has ended
     */
    List<StepStats> stats();

    /**
     * Watches what passes the {@link Pipeline#tap(String) taps} of a name, from now on. The channel holds plain items, and is
     * closed when the last of those steps has ended. Close it to watch no longer.
     *
     * <p>The run never waits for it: while the channel is full, its buffer decides what is missed. If it can only wait, that is
     * each item that finds no room.
     *
     * @param name the name of the tap
     * @param buffer the channel's buffer
     * @param <T> the type of the items, by the caller's word
     * @return a new core.async channel
     * @throws IllegalArgumentException if the pipeline has no tap of that name
     */
    <T> Channel<T> tap(String name, Buffer buffer);

    /**
     * Describes the steps, and what was fused with what.
     *
     * @return a line for each
     */
    String describe();

    /**
     * Draws the steps as a Mermaid flow chart, with thick arrows for channels.
     *
     * @return the text of the chart
     */
    String diagram();

    /** Cancels the run if it still works, and waits up to 10 seconds for its end, so that its figures are exact. */
    @Override
    void close();
}
