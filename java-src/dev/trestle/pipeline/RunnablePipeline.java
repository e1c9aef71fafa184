package dev.trestle.pipeline;

import dev.trestle.internal.Transactions;
import java.util.List;
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

    RunnablePipeline(Source source, List<Step> steps, Sink sink) {
        this.source = source;
        this.steps = steps;
        this.sink = sink;
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

    /**
     * Starts a run. It has threads of its own, which are daemons: the JVM does not wait for them.
     *
     * @return the run
     * @throws IllegalStateException in a transaction, or if the source can be drawn once only and was
     */
    public PipelineRun<R> start() {
        Transactions.forbid("RunnablePipeline.start");
        return Plan.start(source, steps, sink);
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
