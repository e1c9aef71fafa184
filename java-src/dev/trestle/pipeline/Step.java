package dev.trestle.pipeline;

import java.io.Serializable;
import org.jspecify.annotations.NullMarked;

/**
 * One step of a definition.
 *
 * @param name its name, without its position
 * @param work what it does
 * @param options what it does about failures
 */
@NullMarked
record Step(String name, Work work, Options options) implements Serializable {
    Step with(Options other) {
        return new Step(name, work, other);
    }

    Step named(String other) {
        return new Step(other, work, options);
    }

    /** The name with the position; the source has position 1. */
    static String label(int index, String name) {
        return index + 2 + ":" + name;
    }
}
