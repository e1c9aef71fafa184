package dev.trestle.async;

import org.jspecify.annotations.NullMarked;

/**
 * The outcome of a put that may end without the value being accepted. Unless it is {@link #ACCEPTED}, the value is still
 * the putter's own, and nothing of the put is left in the channel.
 *
 * @since 0.1.0
 */
@NullMarked
public enum Put {
    /** The value was taken, or the channel's buffer holds it, or dropped it if it is such a buffer. */
    ACCEPTED,
    /** The channel is closed. */
    CLOSED,
    /** The time was up. */
    TIMED_OUT,
    /** There was no room at that moment, and waiting was not asked for. */
    WOULD_BLOCK;

    /**
     * Says whether the value was accepted.
     *
     * @return true if this is {@link #ACCEPTED}
     */
    public boolean isAccepted() {
        return this == ACCEPTED;
    }

    static Put of(boolean accepted) {
        return accepted ? ACCEPTED : CLOSED;
    }
}
