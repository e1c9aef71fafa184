package dev.trestle.async;

import dev.trestle.internal.Describe;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * What a {@link Channel} looked like at one moment. Clojure: {@code (datafy channel)}.
 *
 * <p>The channel is not locked for it: while others put and take, the numbers may belong to slightly different moments.
 *
 * @param size how many values it holds
 * @param capacity how many its buffer holds before it is full; 0 for a rendezvous
 * @param waitingTakers how many takes wait
 * @param waitingPutters how many puts wait
 * @param closed whether it is closed
 * @param counts how many values have gone through, if its buffer is {@link Buffer#counted counted}
 * @since 0.1.0
 */
@NullMarked
public record ChannelStats(
        int size, int capacity, int waitingTakers, int waitingPutters, boolean closed, Optional<Counts> counts) {
    /**
     * How many values have gone through a buffer; {@code puts == takes + drops + size} when nobody is at work.
     *
     * @param puts how many came to the buffer, from the transducer if there is one
     * @param takes how many were taken
     * @param drops how many were dropped: by the buffer, or because the transducer has failed
     */
    public record Counts(long puts, long takes, long drops) {}

    static ChannelStats of(Object port) {
        Contents contents = Contents.of(port);
        if (!contents.isKnown()) {
            throw new IllegalStateException("channel must be of core.async's own kind to have stats, was a "
                    + Describe.identity(port.getClass().getName(), port));
        }
        return new ChannelStats(
                contents.buffered(),
                contents.capacity(),
                contents.waiting(Contents.TAKES),
                contents.waiting(Contents.PUTS),
                contents.isClosed(),
                contents.counts());
    }
}
