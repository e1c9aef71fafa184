package dev.trestle.pipeline;

import dev.trestle.internal.Checks;
import dev.trestle.internal.Transactions;
import java.io.Serial;
import java.io.Serializable;
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
@SuppressWarnings("serial") // the lists are serializable
public final class RunnablePipeline<R extends @Nullable Object> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Where items come from. */
    private final Source source;

    /** What they go through. */
    private final List<Step> steps;

    /** Where they go. */
    private final Sink sink;

    /** Who is shown what. */
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
     * Names the sink.
     *
     * @param name the name that it has in figures and messages
     * @return a pipeline
     */
    public RunnablePipeline<R> named(String name) {
        return with(sink.named(Checks.notNull(name, "name of " + label())));
    }

    /**
     * Says what the sink does with an item for which its function fails: that of a consumer, of {@link Pipeline#reduce}, or the
     * one that chooses a branch. A reduction is left as it was. Nothing goes on behind a sink, so no policy can replace an item.
     *
     * @param policy the policy
     * @return a pipeline
     * @throws IllegalStateException if the sink does not call a function for each item that can be left out
     * @throws IllegalArgumentException if the policy would replace the item
     */
    public RunnablePipeline<R> onError(ErrorPolicy<Void> policy) {
        sink.asks().check(Asks.SOMEHOW, "onError", label());
        Options options = sink.options().with(policy, label());
        if (options.policy().replaces()) {
            throw new IllegalArgumentException(
                    "policy of " + label() + " must not replace, as nothing goes on, was " + options.policy());
        }
        return with(sink.with(options));
    }

    /**
     * Calls the function of the sink again when it fails.
     *
     * @param times how often at most, for one item
     * @param backoff how long to wait before
     * @return a pipeline
     * @throws IllegalArgumentException if {@code times} is negative
     * @throws IllegalStateException if the sink does not call a function that can be called again
     */
    public RunnablePipeline<R> retry(int times, Backoff backoff) {
        sink.asks().check(Asks.SOMEHOW, "retry", label());
        return with(sink.with(sink.options().with(times, backoff, label())));
    }

    /**
     * Limits the time that a call of the sink's function may take, as {@link Pipeline#timeout} does for a step.
     *
     * @param limit the time, &gt; 0
     * @return a pipeline
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if the sink does not call a function once for each item
     */
    public RunnablePipeline<R> timeout(Duration limit) {
        sink.asks().check(Asks.ONCE, "timeout", label());
        return with(sink.with(sink.options().with(limit, label())));
    }

    private RunnablePipeline<R> with(Sink other) {
        Wiring.checkEnds(source, steps, other);
        return new RunnablePipeline<>(source, steps, other, listeners);
    }

    private String label() {
        return Step.label(steps.size(), sink.name());
    }

    /**
     * Refuses a pipeline that cannot be sent to another JVM: its source, its steps and their policies, its sink, and all of
     * the pipelines that are joined or branch off.
     *
     * @return this pipeline
     * @throws IllegalStateException if one of them holds an object that is not serializable; the message names both
     */
    public RunnablePipeline<R> checkSerializable() {
        Portability.check("", source, steps, sink);
        listeners.forEach(listening -> Portability.check("onProgress", listening));
        return this;
    }

    /**
     * Starts a run. It has threads of its own, which are daemons: the JVM does not wait for them.
     *
     * @return the run
     * @throws IllegalStateException in a transaction, or if the source can be drawn once only and was,
     *     or if this is a branch
     */
    public PipelineRun<R> start() {
        Transactions.forbid("RunnablePipeline.start");
        if (source.isBranch()) {
            throw new IllegalStateException("branch must be started with the pipeline that it is part of, was " + this);
        }
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
        return Drawing.describe(source, steps, sink);
    }

    /**
     * Draws the steps as a Mermaid flow chart, with thick arrows for channels.
     *
     * @return the text of the chart
     */
    public String diagram() {
        return Drawing.diagram(source, steps, sink);
    }

    @Override
    public String toString() {
        return "RunnablePipeline[" + describe().replace("\n", " ") + "]";
    }
}
