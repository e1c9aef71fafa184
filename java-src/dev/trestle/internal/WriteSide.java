package dev.trestle.internal;

import org.jspecify.annotations.NullMarked;

/** A facade that Clojure may put to and close. The shim extends core.async's protocols to it. */
@NullMarked
public interface WriteSide {
    /**
     * Returns what core.async puts to.
     *
     * @return the port
     */
    Object unwrap();

    /** Closes it. */
    void close();
}
