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

    /** Gives the buffer of a channel in one run. */
    interface BufferMaker extends Serializable {
        Buffer make();
    }

    /** Makes what works in one run, on threads of its own. */
    interface SegmentMaker extends Serializable {
        Segment make(Place place);
    }

    /**
     * Is fused with its neighbours.
     *
     * @param maker makes what works
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // it is javadoc that wants it
    record Inline(OpMaker maker) implements Work {}

    /**
     * Works on threads of its own.
     *
     * @param open whether it takes from an open boundary
     * @param maker makes what works
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // it is javadoc that wants it
    record Spread(boolean open, SegmentMaker maker) implements Work {}

    /**
     * Items of other pipelines come in: as they come, one pipeline after the other, or paired.
     *
     * @param others the other pipelines
     * @param merges whether items come as they come
     * @param pair makes one of two, or null for one after the other
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // it is javadoc that wants it
    record Join(
            List<Pipeline<?>> others,
            boolean merges,
            @Nullable StepBiFunction<Object, Object, Object> pair) implements Work {}

    /**
     * Hands items to another thread, in a buffer that the user has chosen if there is one.
     *
     * @param buffer gives the user's buffer, or null
     * @serial exclude
     */
    @SuppressWarnings("InvalidBlockTag") // it is javadoc that wants it
    record Crossing(@Nullable BufferMaker buffer) implements Work {}
}
