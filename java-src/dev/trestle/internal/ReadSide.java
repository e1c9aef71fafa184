package dev.trestle.internal;

import org.jspecify.annotations.NullMarked;

/** A facade that Clojure may take from. The shim extends core.async's protocols to it. */
@NullMarked
public interface ReadSide {
    /**
     * Returns what core.async takes from.
     *
     * @return the port
     */
    Object unwrap();
}
