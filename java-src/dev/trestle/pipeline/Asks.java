package dev.trestle.pipeline;

import org.jspecify.annotations.NullMarked;

/** How often a step calls a function of the user's for an item, and so which options can mean something to it. */
@NullMarked
enum Asks {
    /** There is none, so nothing can fail or be late. */
    NEVER,
    /** It is called somewhere on the way, so it can fail and be tried again. */
    SOMEHOW,
    /** There is one call, so it can be late as well. */
    ONCE;

    /** Refuses an option that would mean nothing. */
    void check(Asks least, String option, String label) {
        if (compareTo(least) < 0) {
            throw new IllegalStateException(option + " must follow a step that calls a function "
                    + (least == ONCE ? "once " : "") + "for each item, follows " + label);
        }
    }
}
