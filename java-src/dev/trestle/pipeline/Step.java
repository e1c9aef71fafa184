package dev.trestle.pipeline;

import java.io.Serializable;
import org.jspecify.annotations.NullMarked;

/**
 * One step of a definition.
 *
 * @param name its name, without its position
 * @param work what it does
 * @param asks how it calls the user's function
 * @param options what it does about failures
 */
@NullMarked
record Step(String name, Work work, Asks asks, Options options) implements Serializable {
    Step(String name, Work work, Asks asks) {
        this(name, work, asks, Options.DEFAULT);
    }

    Step with(Options other) {
        return new Step(name, work, asks, other);
    }

    Step named(String other) {
        return new Step(other, work, asks, options);
    }

    /** The name with the position; the source has position 1. */
    static String label(int index, String name) {
        return index + 2 + ":" + name;
    }
}
