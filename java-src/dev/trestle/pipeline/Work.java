package dev.trestle.pipeline;

import dev.trestle.async.Buffer;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What a step does: a value, from which each run makes what works. */
@NullMarked
sealed interface Work extends Serializable {
    /** Makes what works in one run. */
    interface OpMaker extends Serializable {
        Op make();
    }

    /** Makes what works in one run, on threads of its own. */
    interface SegmentMaker extends Serializable {
        Segment make(Place place);
    }

    /**
     * Is fused with its neighbours. {@code calls} says whether a function of the user's is called once for each item.
     *
     * @serial exclude
     */
    record Inline(boolean calls, OpMaker maker) implements Work {}

    /**
     * Works on threads of its own.
     *
     * @serial exclude
     */
    record Spread(SegmentMaker maker) implements Work {}

    /**
     * Items of other pipelines come in: as they come, one pipeline after the other, or paired.
     *
     * @serial exclude
     */
    record Join(
            List<Pipeline<?>> others,
            boolean merges,
            @Nullable StepBiFunction<Object, Object, Object> pair) implements Work {}

    /**
     * Hands items to another thread, in a buffer that the user has chosen if there is one.
     *
     * @serial exclude
     */
    record Crossing(@Nullable Buffer buffer) implements Work {}
}
