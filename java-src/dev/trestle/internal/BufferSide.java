package dev.trestle.internal;

import org.jspecify.annotations.NullMarked;

/** A facade that Clojure may make a channel with. The shim extends core.async's buffer protocols to it. */
@NullMarked
public interface BufferSide {
    /**
     * Returns the buffer of the channel that Clojure has made with the facade. Called under that channel's lock.
     *
     * @return a core.async buffer
     */
    Object own();
}
