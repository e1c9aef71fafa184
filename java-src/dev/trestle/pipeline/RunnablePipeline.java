package dev.trestle.pipeline;

import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline from its source to its sink: a value that can be started, any number of times.
 *
 * <p>Thread-safe. Memory consistency effects: what a thread did before it started a run happens-before what the run does.
 *
 * @param <R> the type of a run's result
 * @since 0.1.0
 */
@NullMarked
public final class RunnablePipeline<R extends @Nullable Object> {
    private final Source source;
    private final List<Step> steps;
    private final Sink sink;
    private final List<Progress.Listening> listeners;

    RunnablePipeline(Source source, List<Step> steps, Sink sink) {
        this(source, steps, sink, List.of());
    }

    private RunnablePipeline(Source source, List<Step> steps, Sink sink, List<Progress.Listening> listeners) {
        this.source = source;
        this.steps = steps;
        this.sink = sink;
        this.listeners = listeners;
    }

    Source source() {
        return source;
    }

    List<Step> steps() {
        return steps;
    }

    Sink sink() {
        return sink;
    }

    boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    /**
     * Shows what each step has done to a listener, while a run works and once after it has ended: then the figures are exact.
     *
     * <p>The listener runs on a thread that waits for others, one call at a time. Nothing waits for it, the end of the run
     * neither: when it is slow, it is called less often. What it throws goes to that thread's uncaught exception handler, and
     * it is called again.
     *
     * @param every the time from one call to the next, &gt; 0
     * @param listener sees the figures of {@link PipelineRun#stats}
     * @return what can be started; this one has no such listener
     * @throws IllegalArgumentException if {@code every} is not positive
     */
    public RunnablePipeline<R> onProgress(Duration every, Consumer<? super List<StepStats>> listener) {
        long nanos = Math.min(Checks.nanos(every, "every"), Long.MAX_VALUE / 4);
        if (nanos == 0) {
            throw new IllegalArgumentException("every must be > 0, was " + every);
        }
        List<Progress.Listening> longer = new ArrayList<>(listeners);
        longer.add(new Progress.Listening(nanos, Checks.notNull(listener, "listener")));
        return new RunnablePipeline<>(source, steps, sink, longer);
    }

    /**
     * Starts a run. It has threads of its own, which are daemons: the JVM does not wait for them.
     *
     * @return the run
     * @throws IllegalStateException in a transaction, or if the source can be drawn once only and was
     */
    public PipelineRun<R> start() {
        Transactions.forbid("RunnablePipeline.start");
        return Plan.start(source, steps, sink, Clock.SYSTEM, listeners);
    }

    /** Starts a run on another clock. */
    PipelineRun<R> start(Clock clock) {
        return Plan.start(source, steps, sink, clock, listeners);
    }

    /**
     * Describes the steps.
     *
     * @return a line for each thread or group of threads; steps on one line are fused
     */
    public String describe() {
        return Plan.describe(source, steps, sink);
    }

    /**
     * Draws the steps as a Mermaid flow chart, with thick arrows for channels.
     *
     * @return the text of the chart
     */
    public String diagram() {
        return Plan.diagram(source, steps, sink);
    }

    @Override
    public String toString() {
        return "RunnablePipeline[" + describe().replace("\n", " ") + "]";
    }
}
